package dev.skew.world.fault;

import java.time.Duration;
import java.util.Set;

/** A fault of a node: its process, its processor, its disk. */
public sealed interface NodeFault extends Fault {

  @Override
  default <R> R accept(Fault.Handler<R> handler) {
    return handler.onNode(this);
  }

  <R> R acceptNode(Handler<R> handler);

  /** What to do with each kind of node fault. */
  interface Handler<R> {
    R onCrash(Crash fault);

    R onRestart(Restart fault);

    R onPause(Pause fault);

    R onSlow(Slow fault);

    R onDisk(Disk fault);

    R onLie(Lie fault);
  }

  /** What a crash leaves on the disk. */
  enum CrashKind {
    /** {@code kill -9}: the kernel lives on and writes what the process had handed to it. */
    KILL("kill"),
    /** Power fails: what was not synced is gone. */
    POWER("power"),
    /** Power fails in the middle of a write: the last record is there in part. */
    TORN("torn");

    private final String label;

    CrashKind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** How a disk misbehaves. */
  enum DiskTrouble {
    /** Every sync takes longer. */
    SLOW("slow"),
    /** Writes wait until the fault is over. */
    STALL("stall"),
    /** Writes are refused: no space left. */
    FULL("full");

    private final String label;

    DiskTrouble(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** The process dies; it starts again when the fault ends, or by a restart. */
  record Crash(CrashKind kind) implements NodeFault {

    @Override
    public <R> R acceptNode(Handler<R> handler) {
      return handler.onCrash(this);
    }
  }

  /**
   * The process stops and starts again; a process that is down just starts.
   *
   * @param down how long it stays down in between
   */
  record Restart(Duration down) implements NodeFault {

    public Restart {
      Ranges.notNegative("down", down);
    }

    @Override
    public <R> R acceptNode(Handler<R> handler) {
      return handler.onRestart(this);
    }
  }

  /** The process stands still, as by SIGSTOP or a long collection of garbage. */
  record Pause() implements NodeFault {

    @Override
    public <R> R acceptNode(Handler<R> handler) {
      return handler.onPause(this);
    }
  }

  /**
   * Everything the processor does takes longer.
   *
   * @param factor by which service times grow, from 1
   */
  record Slow(double factor) implements NodeFault {

    public Slow {
      if (!(factor >= 1 && factor <= 100_000)) {
        throw new IllegalArgumentException("factor must lie in [1, 100000], got " + factor);
      }
    }

    @Override
    public <R> R acceptNode(Handler<R> handler) {
      return handler.onSlow(this);
    }
  }

  /**
   * The disk misbehaves.
   *
   * @param latency added to every sync by {@link DiskTrouble#SLOW}, else zero
   */
  record Disk(DiskTrouble trouble, Duration latency) implements NodeFault {

    public Disk {
      Ranges.notNegative("latency", latency);
      if (trouble != DiskTrouble.SLOW && !latency.isZero()) {
        throw new IllegalArgumentException("latency goes with a slow disk only");
      }
    }

    @Override
    public <R> R acceptNode(Handler<R> handler) {
      return handler.onDisk(this);
    }
  }

  /**
   * The node is Byzantine: what it tells its peers is not always what it holds.
   *
   * @param probability that an answer is a lie, where the answer can be one
   * @param what how it lies; at least one, and all of them a store's lies or a member's of the
   *     consensus group
   */
  record Lie(double probability, Set<Untruth> what) implements NodeFault {

    public Lie {
      if (!(probability > 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "probability must lie in (0, 1], got " + Quantities.number(probability));
      }
      if (what.isEmpty()) {
        throw new IllegalArgumentException("a liar must have a way to lie");
      }
      if (what.contains(Untruth.VOTE) && what.size() > 1) {
        throw new IllegalArgumentException(
            "members of the consensus group lie about votes, and stores about everything else; give"
                + " two commands");
      }
    }

    /** Whether members of the consensus group lie, or else stores. */
    boolean isOfMembers() {
      return what.equals(Untruth.OF_MEMBERS);
    }

    @Override
    public <R> R acceptNode(Handler<R> handler) {
      return handler.onLie(this);
    }
  }
}
