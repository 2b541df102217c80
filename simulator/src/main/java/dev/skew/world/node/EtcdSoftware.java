package dev.skew.world.node;

import dev.skew.kernel.RandomSource;

/** An etcd member's installation: its disk, and a server for each life. */
public final class EtcdSoftware implements ServerSoftware {

  private final EtcdSettings settings;
  private final RaftWal wal;
  private final WalDisk<RaftWal.LogRecord> disk;
  private final RandomSource random;
  private final FalseVoter voter = new FalseVoter();

  /**
   * @param wal what is on the disk at first; {@code disk} writes to it
   * @param random for election time-outs, one stream over all lives
   */
  public EtcdSoftware(
      EtcdSettings settings, RaftWal wal, WalDisk<RaftWal.LogRecord> disk, RandomSource random) {
    this.settings = settings;
    this.wal = wal;
    this.disk = disk;
    this.random = random;
  }

  @Override
  public EtcdServer boot(NodeContext context, int life) {
    return new EtcdServer(context, settings, disk, new EtcdBoot(wal, random, life, voter));
  }

  /**
   * Sets how likely the member grants a second vote in a term where it should refuse it.
   *
   * @param stream of its own, which an honest member draws nothing from
   */
  public void voteTwice(double probability, RandomSource stream) {
    voter.lie(probability, stream);
  }

  /** What is on the disk; changed by nobody but {@link #restore} while no process runs. */
  public RaftWal wal() {
    return wal;
  }

  /** Puts another member's data in the place of this one's, as {@code etcdctl snapshot restore}. */
  public void restore(RaftWal.Backup backup) {
    wal.restore(backup);
  }

  @Override
  public WalDisk<RaftWal.LogRecord> disk() {
    return disk;
  }
}
