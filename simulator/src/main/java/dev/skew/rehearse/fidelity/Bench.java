package dev.skew.rehearse.fidelity;

import dev.skew.kernel.RandomSource;
import dev.skew.world.kv.Consistency;
import dev.skew.world.raft.RaftNotice;
import java.util.Collection;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A simulated etcd cluster on a laboratory bench: members that can be killed, frozen and cut off,
 * and beside them the driver of the recordings, whose own network is never cut. Members are
 * numbered from 0.
 */
interface Bench {

  int members();

  long nowNanos();

  /** The driver's own chance. */
  RandomSource random();

  /** Has the driver do something at an instant that is not before now. */
  void at(long dueNanos, Runnable action);

  /** Lets everything happen that is due up to and including {@code untilNanos}. */
  void runUntil(long untilNanos);

  /** Lets events happen one by one until something holds, at most up to {@code untilNanos}. */
  void runUntilReplied(BooleanSupplier holds, long untilNanos);

  /** Kills a member's process; its kernel answers with resets. */
  void crash(int member);

  /** Starts the process of a member that is down. */
  void start(int member);

  /** SIGSTOP. */
  void pause(int member);

  /** SIGCONT. */
  void resume(int member);

  /** From now on peers' packets between these members and the others vanish. */
  void cutOff(Collection<Integer> members);

  /** Takes back what {@link #cutOff} did. */
  void heal();

  /**
   * Gives peers' links the experiment's delays and losses. Until then they have none: members boot
   * and connect first, so that TCP has seen the path at its shortest.
   */
  void applyDelays();

  /** Tells how much of the host other work takes from now on, as its load average. */
  void hostLoad(double loadAverage);

  /** What the status API of a member says at this instant, null while no process answers. */
  @Nullable Status status(int member);

  void put(int member, String key, Connection connection, Caller caller);

  void read(int member, Consistency consistency, Connection connection, Caller caller);

  /** Grants a lease; the time to live is in whole seconds as the API has it. */
  void grantLease(int member, long lease, double ttlSeconds, Caller caller);

  void putWithLease(int member, String key, long lease, Caller caller);

  void moveLeader(int member, int to, Caller caller);

  /** What members have logged so far, in the order of time; grows as time goes on. */
  List<Logged> log();

  /** Events handled so far. */
  long events();

  /** Whether a request goes over a connection that is open or over one of its own. */
  enum Connection {
    KEPT,
    NEW
  }

  /**
   * A client that waits for an answer.
   *
   * @param timeoutNanos it gives up after so long
   * @param receiver told exactly once
   */
  record Caller(long timeoutNanos, Receiver receiver) {}

  /** Told how a request ended. */
  @FunctionalInterface
  interface Receiver {
    void onReply(Reply reply);
  }

  /**
   * How a request ended.
   *
   * @param status {@code ok}, {@code client-timeout}, {@code ConnectionRefusedError}, or the
   *     gateway's code and the server's own words
   * @param value of the key that was read; null when it does not exist
   * @param beganNanos when the client sent it
   */
  record Reply(String status, @Nullable String value, long beganNanos, long endedNanos) {

    boolean isOk() {
      return status.equals("ok");
    }

    double millis() {
      return (endedNanos - beganNanos) / 1e6;
    }
  }

  /**
   * A member's status API.
   *
   * @param leader the leader it knows, -1 for none
   * @param term of the last applied entry
   * @param raftTerm the member's real term, which no API shows
   * @param hasKey keys that exist with this member
   */
  record Status(int leader, long term, long raftTerm, long index, long revision, Keys hasKey) {}

  /** Asks a member's store without a request. */
  @FunctionalInterface
  interface Keys {
    boolean contains(String key);
  }

  /** A line of a member's log. */
  record Logged(long atNanos, int member, RaftNotice notice) {}
}
