package dev.skew.world.quorum;

import org.jspecify.annotations.Nullable;

/** A write under way at its coordinator. */
final class Write {

  final long id;
  final Requester requester;
  final Mutation mutation;
  final int keyspace;
  final int range;

  /** The timestamp authority's answer. */
  long authorityNanos;

  /** When commit-wait began, by the node's own timer. */
  long waitingSinceNanos;

  /** Null until the write has its version. */
  @Nullable KeyedRow keyed;

  /** The context that the client is answered with. */
  String seen;

  /** Places of the nodes that are to take it; empty until they are chosen. */
  int[] targets = {};

  /** For each target the replica that it stands in for, -1 for itself; empty when none does. */
  int[] standsInFor = {};

  /** Bits by target: those it was sent to, those that have it, those that said they cannot. */
  int sentMask;

  int ackedMask;
  int refusedMask;
  boolean isHandedOn;
  boolean isAnswered;

  Write(long id, Requester requester, Mutation mutation, int keyspace, int range) {
    this.id = id;
    this.requester = requester;
    this.mutation = mutation;
    this.keyspace = keyspace;
    this.range = range;
    this.seen = mutation.seen();
  }

  int standsInFor(int target) {
    return standsInFor.length == 0 ? -1 : standsInFor[target];
  }

  /** The bit of the target at a place, 0 when it is none. */
  int bitOf(int place) {
    for (int i = 0; i < targets.length; i++) {
      if (targets[i] == place) {
        return 1 << i;
      }
    }
    return 0;
  }

  boolean isSettled() {
    return (ackedMask | refusedMask) == sentMask;
  }
}
