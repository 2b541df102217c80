package dev.skew.world.node;

import dev.skew.world.network.Channel;
import dev.skew.world.network.WireMessage;
import dev.skew.world.service.ServiceEffect;
import dev.skew.world.service.ServiceGraph;
import dev.skew.world.service.ServiceInput;
import dev.skew.world.service.ServiceMessage;
import dev.skew.world.service.ServiceNode;
import dev.skew.world.topology.NodeId;
import java.util.List;

/** An instance of a service at work: carries out what its {@link ServiceNode} asks for. */
public final class ServiceServer implements NodeProcess {

  private final NodeContext context;
  private final ServiceNode node;

  ServiceServer(NodeContext context, ServiceNode node) {
    this.context = context;
    this.node = node;
  }

  /** The instance, as those see it who see everything. */
  public ServiceNode node() {
    return node;
  }

  void configure(ServiceGraph graph) {
    step(new ServiceInput.Configured(graph));
  }

  @Override
  public void onStart() {
    step(new ServiceInput.Started());
  }

  @Override
  public void onMessage(NodeId from, Channel channel, WireMessage message) {
    if (message instanceof ServiceMessage serviceMessage) {
      step(new ServiceInput.Received(from, serviceMessage));
    }
  }

  @Override
  public void onTerminate() {
    context.exit();
  }

  @Override
  public void onTimer(Object token) {
    if (token instanceof Long timer) {
      step(new ServiceInput.TimerFired(timer));
    }
  }

  /** What takes effect is on disk when its work is done. */
  @Override
  public void onDisk(Object token) {}

  @Override
  public void onDisconnect(NodeId peer, Channel channel) {
    step(new ServiceInput.PeerLost(peer));
  }

  @Override
  public void onUnreachable(NodeId peer, Channel channel) {
    step(new ServiceInput.PeerLost(peer));
  }

  private void step(ServiceInput input) {
    List<ServiceEffect> effects = node.on(context.nowNanos(), input);
    for (int i = 0; i < effects.size(); i++) {
      perform(effects.get(i));
    }
  }

  private void perform(ServiceEffect effect) {
    if (effect instanceof ServiceEffect.Ask ask) {
      context.send(ask.to(), Channel.SERVICE_REQUEST, ask.message());
    } else if (effect instanceof ServiceEffect.Answer answer) {
      context.send(answer.to(), Channel.SERVICE_REPLY, answer.reply());
    } else if (effect instanceof ServiceEffect.SetTimer timer) {
      context.setTimer(timer.localNanos(), timer.token());
    } else if (effect instanceof ServiceEffect.Note noted) {
      context.trace(noted.event());
    }
  }
}
