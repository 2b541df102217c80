package dev.skew.world.raft;

import dev.skew.world.topology.NodeId;

/**
 * What a leader knows of one member's log, itself included. Meaningful on a leader only.
 *
 * @param member whose
 * @param learner has no vote
 * @param mode how entries are sent
 * @param match highest index known to agree
 * @param next index of the next entry to send
 * @param pendingSnapshot index of the snapshot underway in mode {@code SNAPSHOT}, else 0
 * @param recentActive heard from since the last check of the quorum
 * @param probeSent in mode {@code PROBE}: one message is out, so wait
 * @param inflights unanswered messages in mode {@code REPLICATE}
 * @param leaseTick sending tick of the newest heartbeat that was answered
 */
public record Progress(
    NodeId member,
    boolean learner,
    Mode mode,
    long match,
    long next,
    long pendingSnapshot,
    boolean recentActive,
    boolean probeSent,
    Inflights inflights,
    long leaseTick) {

  /** How a leader sends entries to a member. */
  public enum Mode {
    /** One message at a time, until the common prefix is found. */
    PROBE("probe"),
    /** As many as the window allows, without waiting. */
    REPLICATE("replicate"),
    /** None, until the snapshot arrived. */
    SNAPSHOT("snapshot");

    private final String label;

    Mode(String label) {
      this.label = label;
    }

    /** The name as traces write it. */
    public String label() {
      return label;
    }
  }

  static final long NO_LEASE = Long.MIN_VALUE / 2;

  static Progress unknown(NodeId member, boolean learner, long next) {
    return new Progress(
        member, learner, Mode.PROBE, 0, next, 0, false, false, Inflights.EMPTY, NO_LEASE);
  }

  boolean isPaused(int window) {
    return switch (mode) {
      case PROBE -> probeSent;
      case REPLICATE -> inflights.count() >= window;
      case SNAPSHOT -> true;
    };
  }

  /** Begins to probe, after what is known to agree or after the snapshot that was sent. */
  Progress probing() {
    long from = mode == Mode.SNAPSHOT ? Math.max(match, pendingSnapshot) : match;
    return in(Mode.PROBE, from + 1, 0);
  }

  /** Begins to probe as if the snapshot underway had never been sent. */
  Progress probingWithoutSnapshot() {
    return in(Mode.PROBE, match + 1, 0);
  }

  Progress replicating() {
    return in(Mode.REPLICATE, match + 1, 0);
  }

  Progress awaitingSnapshot(long index) {
    return in(Mode.SNAPSHOT, next, index);
  }

  private Progress in(Mode newMode, long newNext, long snapshot) {
    return new Progress(
        member,
        learner,
        newMode,
        match,
        newNext,
        snapshot,
        recentActive,
        false,
        Inflights.EMPTY,
        leaseTick);
  }

  /** The member's log agrees up to an index; stale news changes nothing but {@code next}. */
  Progress acknowledged(long index) {
    long newNext = Math.max(next, index + 1);
    if (index <= match) {
      return newNext == next ? this : withNext(newNext);
    }
    return new Progress(
        member,
        learner,
        mode,
        index,
        newNext,
        pendingSnapshot,
        recentActive,
        false,
        inflights,
        leaseTick);
  }

  /** Whether a rejection can only be an old one, come late or twice. */
  boolean isStaleRejection(long rejectedIndex) {
    return mode == Mode.REPLICATE ? rejectedIndex <= match : next - 1 != rejectedIndex;
  }

  /** Steps back after a rejection that is not stale. */
  Progress rejected(long rejectedIndex, long hintIndex) {
    if (mode == Mode.REPLICATE) {
      return probing();
    }
    return withNext(Math.max(1, Math.min(rejectedIndex, hintIndex + 1))).withProbeSent(false);
  }

  /** Entries up to an index were sent, in mode {@code REPLICATE}. */
  Progress sent(long lastIndex) {
    return new Progress(
        member,
        learner,
        mode,
        match,
        lastIndex + 1,
        pendingSnapshot,
        recentActive,
        probeSent,
        inflights.plus(lastIndex),
        leaseTick);
  }

  Progress withInflights(Inflights others) {
    return others == inflights
        ? this
        : new Progress(
            member,
            learner,
            mode,
            match,
            next,
            pendingSnapshot,
            recentActive,
            probeSent,
            others,
            leaseTick);
  }

  Progress withProbeSent(boolean sent) {
    return sent == probeSent
        ? this
        : new Progress(
            member,
            learner,
            mode,
            match,
            next,
            pendingSnapshot,
            recentActive,
            sent,
            inflights,
            leaseTick);
  }

  Progress withRecentActive(boolean active) {
    return active == recentActive
        ? this
        : new Progress(
            member,
            learner,
            mode,
            match,
            next,
            pendingSnapshot,
            active,
            probeSent,
            inflights,
            leaseTick);
  }

  Progress withLeaseTick(long tick) {
    return tick <= leaseTick
        ? this
        : new Progress(
            member,
            learner,
            mode,
            match,
            next,
            pendingSnapshot,
            recentActive,
            probeSent,
            inflights,
            tick);
  }

  Progress withLearner(boolean isLearner) {
    return new Progress(
        member,
        isLearner,
        mode,
        match,
        next,
        pendingSnapshot,
        recentActive,
        probeSent,
        inflights,
        leaseTick);
  }

  private Progress withNext(long index) {
    return new Progress(
        member,
        learner,
        mode,
        match,
        index,
        pendingSnapshot,
        recentActive,
        probeSent,
        inflights,
        leaseTick);
  }
}
