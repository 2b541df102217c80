package dev.skew.rehearse.scenario;

import java.util.Map;

/**
 * What the machines are like.
 *
 * @param standard for every node that has none of its own
 * @param byNode by node name, complete: what a file leaves out is filled in from {@code standard}
 */
public record NodeSettings(Machine standard, Map<String, Machine> byNode) {

  public static final NodeSettings DEFAULT = new NodeSettings(Machine.DEFAULT, Map.of());

  public NodeSettings {
    byNode = Tables.copy(byNode);
  }

  public Machine of(String node) {
    return byNode.getOrDefault(node, standard);
  }

  /**
   * One machine.
   *
   * @param service how long a message keeps it busy
   * @param queueBound messages that wait before more are refused
   * @param boot how long a process takes from its start until it serves
   */
  public record Machine(Distribution service, int queueBound, Distribution boot, Disk disk) {

    public static final Machine DEFAULT =
        new Machine(Times.micros(20), 10_000, Times.micros(35_000), Disk.DEFAULT);
  }

  /**
   * A disk with a write-ahead log.
   *
   * @param append how long it takes to hand a record to the kernel
   * @param fsync how long it takes until what was handed over is safe
   * @param capacityBytes after which it is full, 0 for no limit
   */
  public record Disk(Distribution append, Distribution fsync, long capacityBytes) {

    public static final Disk DEFAULT = new Disk(Times.micros(10), Times.micros(330), 0);
  }
}
