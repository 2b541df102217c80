package dev.skew.world.check;

import org.jspecify.annotations.Nullable;

/** A write of one key that may take effect: under way, or given up by its client. */
final class OpenWrite {

  /** What the key must hold for the write to take effect; null overwrites whatever is there. */
  final @Nullable String expected;

  /** What the key holds afterwards. */
  final String produced;

  /** Instant of its beginning. */
  final long begunAt;

  final int slot;

  /** Its client gave up: it may take effect at any time from now on, or never. */
  boolean unanswered;

  /** Every possible order has it take effect before now. */
  boolean certain;

  /** It has its place for good, or never will have one. */
  boolean closed;

  /** Another write of the same value was given a place in its stead: which is which is lost. */
  boolean exchanged;

  /** A search is using it. */
  boolean onPath;

  OpenWrite(@Nullable String expected, String produced, long begunAt, int slot) {
    this.expected = expected;
    this.produced = produced;
    this.begunAt = begunAt;
    this.slot = slot;
  }

  boolean overwrites() {
    return expected == null;
  }
}
