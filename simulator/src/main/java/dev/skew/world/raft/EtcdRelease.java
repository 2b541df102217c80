package dev.skew.world.raft;

/** Whose behaviour is reproduced where etcd's minor releases differ. */
public enum EtcdRelease {
  /**
   * A rejected append is retried from the follower's last index, then one entry lower at a time. A
   * leader that has committed nothing in its term drops a read.
   */
  V3_4,
  /**
   * A rejected append skips whole terms on both sides, so that finding the common prefix takes as
   * many round trips as there are terms. A leader that has committed nothing in its term keeps a
   * read until it has.
   */
  V3_5
}
