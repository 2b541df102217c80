package dev.skew.world.node;

import dev.skew.world.quorum.StoreNode;
import dev.skew.world.version.Version;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store node's installation: its disk, and what of the node's state is on it. */
public final class StoreSoftware implements ServerSoftware, WalDisk.Image<Long> {

  private final WalDisk<Long> disk;
  private final StoreNode first;
  private @Nullable StoreNode current;
  private @Nullable StoreServer server;
  private double patience = 1;
  private long lastDurable;
  private Version installed;
  private Version running;

  /**
   * @param disk makes the disk, which writes to this
   * @param node the node with nothing on its disk
   * @param version installed at first
   */
  public StoreSoftware(
      Function<WalDisk.Image<Long>, WalDisk<Long>> disk, StoreNode node, Version version) {
    this.disk = disk.apply(this);
    this.first = node;
    this.installed = version;
    this.running = version;
  }

  /** Puts another version on the disk; it runs from the next boot on. */
  public void install(Version version) {
    installed = version;
  }

  public Version installed() {
    return installed;
  }

  @Override
  public void onDurable(Long record) {
    lastDurable = record;
  }

  @Override
  public StoreServer boot(NodeContext context, int life) {
    StoreNode former = current;
    StoreNode node = former == null ? first : former.afterCrash(lastDurable);
    current = node;
    if (!installed.equals(running)) {
      context.trace(new VersionStarted(context.self(), running, installed));
      running = installed;
    }
    StoreServer started = new StoreServer(context, node, disk, installed, patience);
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
    return current == null ? first : current;
  }
}
