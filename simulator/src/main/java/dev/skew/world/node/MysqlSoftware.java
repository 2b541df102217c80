package dev.skew.world.node;

import dev.skew.world.replica.MysqlNode;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A MySQL server's installation: its disk, and how much of the binary log is on it. */
public final class MysqlSoftware implements ServerSoftware, WalDisk.Image<Long> {

  private final WalDisk<Long> disk;
  private final MysqlNode first;
  private @Nullable MysqlNode current;
  private long lastDurable;

  /**
   * An installation.
   *
   * @param disk makes the disk, which writes to this
   * @param node the server with nothing on its disk
   */
  public MysqlSoftware(Function<WalDisk.Image<Long>, WalDisk<Long>> disk, MysqlNode node) {
    this.disk = disk.apply(this);
    this.first = node;
  }

  @Override
  public void onDurable(Long index) {
    lastDurable = index;
  }

  @Override
  public MysqlServer boot(NodeContext context, int life) {
    MysqlNode former = current;
    MysqlNode node = former == null ? first : former.afterCrash(lastDurable);
    current = node;
    return new MysqlServer(context, node, disk);
  }

  @Override
  public WalDisk<Long> disk() {
    return disk;
  }
}
