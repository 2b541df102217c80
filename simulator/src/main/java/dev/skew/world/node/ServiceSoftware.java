package dev.skew.world.node;

import dev.skew.kernel.Seed;
import dev.skew.world.service.EffectLedger;
import dev.skew.world.service.ServiceGraph;
import dev.skew.world.service.ServiceNode;
import dev.skew.world.topology.NodeId;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An instance's installation: its configuration, and what it has on disk. */
public final class ServiceSoftware implements ServerSoftware {

  private final NodeId self;
  private final Seed seed;
  private final WalDisk<Long> disk;
  private final EffectLedger ledger = new EffectLedger();
  private ServiceGraph graph;
  private @Nullable ServiceServer current;

  /**
   * @param disk makes the disk
   * @param seed of this instance
   */
  public ServiceSoftware(
      NodeId self,
      ServiceGraph graph,
      Function<WalDisk.Image<Long>, WalDisk<Long>> disk,
      Seed seed) {
    this.self = self;
    this.graph = graph;
    this.seed = seed;
    this.disk = disk.apply(record -> {});
  }

  @Override
  public ServiceServer boot(NodeContext context, int life) {
    ServiceNode node =
        new ServiceNode(
            self,
            graph,
            ledger,
            context.clock(),
            seed.fork("life", Integer.toString(life)).random());
    ServiceServer server = new ServiceServer(context, node);
    current = server;
    return server;
  }

  @Override
  public WalDisk<Long> disk() {
    return disk;
  }

  /**
   * Pushes a configuration, as a control plane does.
   *
   * @param isUp whether the process runs; one that does not finds it when it starts
   */
  public void configure(ServiceGraph now, boolean isUp) {
    graph = now;
    ServiceServer server = current;
    if (isUp && server != null) {
      server.configure(now);
    }
  }
}
