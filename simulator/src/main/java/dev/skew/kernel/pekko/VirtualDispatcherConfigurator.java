package dev.skew.kernel.pekko;

import com.typesafe.config.Config;
import org.apache.pekko.dispatch.DispatcherPrerequisites;
import org.apache.pekko.dispatch.MessageDispatcher;
import org.apache.pekko.dispatch.MessageDispatcherConfigurator;

/** What Pekko builds from configuration, by name, to get at the {@link VirtualDispatcher}. */
final class VirtualDispatcherConfigurator extends MessageDispatcherConfigurator {

  private final VirtualDispatcher dispatcher;

  VirtualDispatcherConfigurator(Config config, DispatcherPrerequisites prerequisites) {
    super(config, prerequisites);
    VirtualExecutor executor = (VirtualExecutor) prerequisites.defaultExecutionContext().get();
    ((VirtualTimeScheduler) prerequisites.scheduler()).attach(executor);
    this.dispatcher = new VirtualDispatcher(this, config.getString("id"), executor);
  }

  @Override
  public MessageDispatcher dispatcher() {
    return dispatcher;
  }
}
