package dev.skew.world.quorum;

/** The tokens of a store node's timers. */
final class Timers {

  static final int WRITE_DEADLINE = 1;
  static final int READ_DEADLINE = 2;
  static final int SPECULATION = 3;
  static final int GOSSIP = 4;
  static final int HINT_REPLAY = 5;
  static final int TREE_EXCHANGE = 6;
  static final int LOG_SYNC = 7;
  static final int TOMBSTONES = 8;
  static final int MERGE = 9;
  static final int DECISION = 10;
  static final int BEACON = 11;
  static final int ADOPTION = 12;

  /** Tokens from here on are commit-waits: this plus the operation's id. */
  static final long COMMIT_WAIT = 1_000;

  private Timers() {}
}
