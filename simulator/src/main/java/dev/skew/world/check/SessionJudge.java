package dev.skew.world.check;

import dev.skew.kernel.SequenceMap;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.topology.NodeId;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The session guarantees (Terry et al., "Session guarantees for weakly consistent replicated data",
 * 1994) and causality, as far as clients can tell.
 *
 * <p>A value is older than a write for certain when it was acknowledged, or seen, before that write
 * began; values whose writes overlapped may stand in any order. A read breaks a promise when
 * everything that it returned is older for certain than
 *
 * <ul>
 *   <li>a write of its own session, acknowledged before the read began (read your writes);
 *   <li>what its session had seen (monotonic reads), or when it goes back to a value in whose place
 *       the session had seen another;
 *   <li>a write that came before something the session had seen, by way of another session
 *       (causality).
 * </ul>
 *
 * <p>Writes are not monotonic when of two writes of one session the later was seen and then the
 * earlier, or when at the end the earlier stands. Reads of every consistency are judged: a stale
 * read breaks the promise to its session, whether it was allowed to or not.
 */
final class SessionJudge implements Checker {

  /** Where the four kinds of findings go. */
  record Promises(
      Findings readYourWrites,
      Findings monotonicReads,
      Findings monotonicWrites,
      Findings causality) {}

  /** A read under way, with what its session knew when it began. */
  private record Reading(
      SessionMemory.OfKey memory,
      @Nullable KnownWrite own,
      @Nullable KnownWrite seen,
      @Nullable KnownWrite cause) {}

  private final WriteLog log;
  private final boolean isRegister;
  private final Promises promises;
  private final Map<NodeId, List<SessionMemory>> sessions = new LinkedHashMap<>();
  private final SequenceMap<Reading> underWay = new SequenceMap<>();

  /**
   * @param isRegister whether a deletion removes whatever is there; otherwise it may leave versions
   *     that its session had not seen, and binds nobody
   */
  SessionJudge(WriteLog log, boolean isRegister, Promises promises) {
    this.log = log;
    this.isRegister = isRegister;
    this.promises = promises;
  }

  @Override
  public void onInvoked(Invocation invocation) {
    SessionMemory session = sessionOf(invocation);
    if (invocation.operation() instanceof Operation.Get get) {
      SessionMemory.OfKey memory = session.of(get.key());
      KnownWrite cause = session.causeOf(log.of(get.key()));
      underWay.put(invocation.id(), new Reading(memory, memory.own, memory.seen, cause));
      return;
    }
    List<KnownWrite> writes = log.writesOf(invocation);
    KnownWrite[] causes = session.causes();
    for (int i = 0; i < writes.size(); i++) {
      writes.get(i).causes = causes;
    }
  }

  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    if (invocation.operation() instanceof Operation.Get get) {
      Reading reading = underWay.remove(invocation.id());
      if (reading != null && completion.outcome() == Outcome.OK) {
        WriteLog.OfKey writes = log.of(get.key());
        if (writes.merges) {
          promises.readYourWrites.undecided("sums and sets are not judged, as of " + get.key());
          return;
        }
        Read read = new Read(invocation, completion, writes);
        judge(read, reading);
        learn(sessionOf(invocation), reading.memory, read);
      }
    } else if (completion.outcome() == Outcome.OK) {
      SessionMemory session = sessionOf(invocation);
      List<KnownWrite> writes = log.writesOf(invocation);
      for (int i = 0; i < writes.size(); i++) {
        KnownWrite write = writes.get(i);
        if (!write.isDeletion || isRegister) {
          SessionMemory.OfKey memory = session.of(write.key);
          memory.own = memory.own == null ? write : KnownWrite.later(memory.own, write);
          session.learn(write);
        }
      }
      promises.monotonicWrites.checked();
    }
  }

  /** At the end a later write of a session must not lie under an earlier one of its own. */
  @Override
  public void finish(long atNanos, StoreView store) {
    for (List<SessionMemory> ofClient : sessions.values()) {
      for (SessionMemory session : ofClient) {
        for (Map.Entry<String, SessionMemory.OfKey> each : session.keys().entrySet()) {
          KnownWrite own = each.getValue().own;
          if (own != null && !log.of(own.key).merges) {
            judgeEnd(own, new FinalValues(log.of(own.key), log, store), atNanos);
          }
        }
      }
    }
  }

  private void judgeEnd(KnownWrite own, FinalValues values, long atNanos) {
    if (!values.areOlderThan(own)) {
      return;
    }
    for (String value : values.values()) {
      KnownWrite standing = log.of(own.key).find(value);
      if (standing != null && standing.isOfSameSessionAs(own)) {
        promises.monotonicWrites.violation(
            atNanos,
            "an earlier write of a session stands at the end in the place of a later one",
            standing + "\n" + own + "\nat the end " + own.key + " holds " + value);
        return;
      }
    }
  }

  private void judge(Read read, Reading before) {
    promises.readYourWrites.checked();
    promises.monotonicReads.checked();
    promises.causality.checked();
    if (before.own != null && isOlder(read, before.own)) {
      read.violates(
          promises.readYourWrites, "a session did not read what it had written", before.own);
    }
    if (before.seen != null && isOlder(read, before.seen)) {
      read.violates(
          promises.monotonicReads, "a session read an older value than before", before.seen);
      judgeWriteOrder(read, before.seen);
    } else {
      judgeReturn(read, before.memory);
    }
    KnownWrite cause = before.cause;
    if (cause != null && cause != before.own && cause != before.seen && isOlder(read, cause)) {
      read.violates(promises.causality, "a session saw an effect and then not its cause", cause);
    }
  }

  private void judgeWriteOrder(Read read, KnownWrite seen) {
    for (String value : read.completion.values()) {
      KnownWrite returned = read.writes.find(value);
      if (returned != null && returned.isOfSameSessionAs(seen)) {
        read.violates(
            promises.monotonicWrites, "the earlier of two writes of a session came later", seen);
        return;
      }
    }
  }

  private void judgeReturn(Read read, SessionMemory.OfKey memory) {
    if (read.completion.values().size() != 1) {
      return;
    }
    String value = read.completion.values().get(0);
    String replacement = memory.replacementOf(value, read.invocation.invokedNanos());
    if (replacement != null) {
      promises.monotonicReads.violation(
          read.completion.atNanos(),
          "a session went back to " + value + " after it had seen " + replacement + " instead",
          Stories.line(read.invocation, read.completion));
    }
  }

  /** Whether all that a read returned is older for certain. */
  private boolean isOlder(Read read, KnownWrite than) {
    List<String> values = read.completion.values();
    if (values.isEmpty()) {
      return !than.isDeletion && read.writes.absenceSettledNanos() < than.begunNanos;
    }
    for (int i = 0; i < values.size(); i++) {
      long settled = log.settledNanos(read.writes, values.get(i));
      if (settled == WriteLog.UNHEARD_OF || settled >= than.begunNanos) {
        return false;
      }
    }
    return true;
  }

  private static void learn(SessionMemory session, SessionMemory.OfKey memory, Read read) {
    List<String> values = read.completion.values();
    for (int i = 0; i < values.size(); i++) {
      KnownWrite write = read.writes.find(values.get(i));
      if (write == null || write.refused || write == session.causeOf(write.ofKey)) {
        continue;
      }
      memory.seen = memory.seen == null ? write : KnownWrite.later(memory.seen, write);
      session.learn(write);
      for (KnownWrite cause : write.causes) {
        session.learn(cause);
      }
    }
    if (values.size() == 1) {
      memory.found(values.get(0), read.invocation.invokedNanos(), read.completion.atNanos());
    }
  }

  private SessionMemory sessionOf(Invocation invocation) {
    List<SessionMemory> ofClient = sessions.get(invocation.client());
    if (ofClient == null) {
      ofClient = new ArrayList<>();
      sessions.put(invocation.client(), ofClient);
    }
    while (ofClient.size() <= invocation.session()) {
      ofClient.add(new SessionMemory());
    }
    return ofClient.get(invocation.session());
  }

  private record Read(Invocation invocation, Completion completion, WriteLog.OfKey writes) {

    void violates(Findings promise, String detail, KnownWrite missed) {
      promise.violation(
          completion.atNanos(),
          detail + ", " + writes.key,
          missed + "\n" + Stories.line(invocation, completion));
    }
  }
}
