package dev.skew.world.fault;

import java.time.Duration;

/** A fault of a node's physical clock, or of what disciplines it. */
public sealed interface TimeFault extends Fault {

  @Override
  default <R> R accept(Fault.Handler<R> handler) {
    return handler.onTime(this);
  }

  <R> R acceptTime(Handler<R> handler);

  /** What to do with each kind of time fault. */
  interface Handler<R> {
    R onDrift(Drift fault);

    R onJump(Jump fault);

    R onLeap(Leap fault);

    R onNtp(Ntp fault);
  }

  /** How a clock takes an inserted leap second. */
  enum LeapMode {
    /** Falls back as the leap second begins: 23:59:59 twice, as the Linux kernel does. */
    REPEAT("repeat"),
    /** Takes no notice, then is set back when the leap second is over: 00:00:00 twice. */
    STEP("step"),
    /** Runs slow for a day around it, as public time servers do. */
    SMEAR("smear"),
    /** Takes no notice and is a second ahead until something corrects it. */
    IGNORE("ignore");

    private final String label;

    LeapMode(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /** What becomes of NTP on a node. */
  enum NtpState {
    /** The daemon stops, or reaches no server; the clock runs free. */
    OFF("off"),
    /** The daemon runs, as the scenario set it up. */
    ON("on"),
    /** The clock is stepped to its server's time once, now: {@code ntpdate -b}. */
    SYNC("sync"),
    /** The server itself is wrong. */
    WRONG("wrong");

    private final String label;

    NtpState(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /**
   * The clock runs fast or slow.
   *
   * @param ppm microseconds gained in a second; added to the clock's own drift
   */
  record Drift(double ppm) implements TimeFault {

    /** No clock of a scenario gains or loses more than half its time. */
    public static final double MAX_PPM = 500_000;

    public Drift {
      if (!(StrictMath.abs(ppm) <= MAX_PPM)) {
        throw new IllegalArgumentException(
            "rate must lie in [-500000ppm, +500000ppm], got " + Quantities.rate(ppm));
      }
    }

    @Override
    public <R> R acceptTime(Handler<R> handler) {
      return handler.onDrift(this);
    }
  }

  /**
   * The clock is set to another time.
   *
   * @param by forward where positive
   */
  record Jump(Duration by) implements TimeFault {

    @Override
    public <R> R acceptTime(Handler<R> handler) {
      return handler.onJump(this);
    }
  }

  /** A leap second is inserted, now. */
  record Leap(LeapMode mode) implements TimeFault {

    @Override
    public <R> R acceptTime(Handler<R> handler) {
      return handler.onLeap(this);
    }
  }

  /**
   * NTP changes.
   *
   * @param error of the server's time with {@link NtpState#WRONG}, else zero
   */
  record Ntp(NtpState state, Duration error) implements TimeFault {

    public Ntp {
      if (state != NtpState.WRONG && !error.isZero()) {
        throw new IllegalArgumentException("error goes with a wrong server only");
      }
    }

    @Override
    public <R> R acceptTime(Handler<R> handler) {
      return handler.onNtp(this);
    }
  }
}
