package dev.skew.world.node;

/** What is installed on a machine: makes its process, and keeps what outlives it. */
public interface ServerSoftware {

  /**
   * Makes the process of a new life from what is on the disk.
   *
   * @param life how many lives the machine had before
   */
  NodeProcess boot(NodeContext context, int life);

  /** The disk, which faults reach. */
  WalDisk<?> disk();
}
