package dev.skew.world.check;

import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import org.jspecify.annotations.Nullable;

/** An operation's part in the history of one key. */
final class Call {

  final Invocation invocation;

  /** What it writes under this key; null for a read. */
  @Nullable OpenWrite write;

  /** The name of a read under way at the linearizer. */
  long readBegunAt;

  /** Event numbers of the key, by which calls can be played again. */
  final long begunAt;

  /** 0 before there was an answer, or an end without one. */
  long endedAt;

  /** What the client was told, late or in time; null while it waits. */
  @Nullable Completion answer;

  Call(Invocation invocation, long begunAt) {
    this.invocation = invocation;
    this.begunAt = begunAt;
  }

  @Override
  public String toString() {
    return Stories.line(invocation, answer);
  }
}
