package dev.skew.world.node;

import dev.skew.world.quorum.StoreNode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A store node's installation: its disk, and what of the node's state is on it. */
public final class StoreSoftware implements ServerSoftware, WalDisk.Image<Long> {

  private final WalDisk<Long> disk;
  private final StoreNode first;
  private @Nullable StoreNode current;
  private long lastDurable;

  /**
   * @param disk makes the disk, which writes to this
   * @param node the node with nothing on its disk
   */
  public StoreSoftware(Function<WalDisk.Image<Long>, WalDisk<Long>> disk, StoreNode node) {
    this.disk = disk.apply(this);
    this.first = node;
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
    return new StoreServer(context, node, disk);
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
