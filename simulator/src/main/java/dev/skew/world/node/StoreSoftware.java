package dev.skew.world.node;

import dev.skew.world.quorum.StoreNode;
import dev.skew.world.version.Revision;
import dev.skew.world.version.Version;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store node's installation: its disk, and what of the node's state is on it. */
public final class StoreSoftware implements ServerSoftware, WalDisk.Image<Long> {

  private final WalDisk<Long> disk;
  private StoreNode node;
  private boolean hasLived;
  private @Nullable StoreServer server;
  private double patience = 1;
  private long lastDurable;
  private Revision installed;

  /**
   * @param disk makes the disk, which writes to this
   * @param node the node with nothing on its disk
   */
  public StoreSoftware(Function<WalDisk.Image<Long>, WalDisk<Long>> disk, StoreNode node) {
    this.disk = disk.apply(this);
    this.node = node;
    this.installed = node.revision();
  }

  /** Puts another version on the disk; it runs from the next boot on. */
  public void install(Revision revision) {
    installed = revision;
  }

  public Version installed() {
    return installed.version();
  }

  @Override
  public void onDurable(Long record) {
    lastDurable = record;
  }

  @Override
  public StoreServer boot(NodeContext context, int life) {
    Version running = node.revision().version();
    if (hasLived || !installed.equals(node.revision())) {
      node = node.afterCrash(lastDurable, installed);
    }
    hasLived = true;
    if (!installed.version().equals(running)) {
      context.trace(new VersionStarted(context.self(), running, installed.version()));
    }
    StoreServer started = new StoreServer(context, node, this, patience);
    server = started;
    return started;
  }

  /**
   * Sets how many times longer than its settings say the node waits for replicas.
   *
   * @param isUp whether the process runs; one that does not finds it when it starts
   */
  public void stretchTimeouts(double factor, boolean isUp) {
    patience = factor;
    StoreServer running = server;
    if (isUp && running != null) {
      running.stretchTimeouts(factor);
    }
  }

  @Override
  public WalDisk<Long> disk() {
    return disk;
  }

  /** The node of the present or last life; before the first, the one that will be. */
  public StoreNode node() {
    return node;
  }
}
