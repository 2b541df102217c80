package dev.skew.world.clock;

import static dev.skew.kernel.Checks.check;

import java.util.ArrayList;
import java.util.List;

/**
 * A node's time daemon: ntpd 4.2.8 with its algorithms from RFC 5905, in pure steps. Time comes in
 * as the node's own monotonic reading, commands go out as {@link NtpEffect}s.
 *
 * <p>Of ntpd: reach register, clock filter, intersection of servers, iburst, the loop filter with
 * its states, step above 128 ms only after the offset has stood for 300 s, panic above 1000 s, the
 * poll interval that lengthens while offsets drown in jitter. Slewing follows the exponential of
 * the kernel's phase-locked loop, to which ntpd leaves it unless told {@code disable kernel}, in
 * straight pieces of one poll interval, within 500 ppm: 256 s to 1/e at polls of 64 s. Left out:
 * the cluster algorithm (one survivor is followed, none are averaged), the huff-n'-puff filter,
 * leap warnings.
 */
public final class NtpDiscipline {

  static final long MAX_FREQUENCY_PPB = 500_000;

  private static final double STEP_THRESHOLD = 0.128;
  private static final double STEP_OUT_SECONDS = 300;
  private static final double PANIC_THRESHOLD = 1000;
  private static final double MAX_DISTANCE = 1.5;
  private static final double BURST_SPACING_SECONDS = 2;
  private static final int ALLAN_EXPONENT = 11;
  private static final int POLL_LIMIT = 30;
  private static final int POLL_GATE = 4;
  private static final int UNREACHABLE_LIMIT = 10;
  private static final double PLL = 4; // SHIFT_PLL of Linux's ntp.c; ntpd's own loop has 16
  private static final double FLL = 0.25;
  private static final double JITTER_AVERAGE = 8;
  private static final double PRECISION = 1e-6;

  private final NtpSettings settings;
  private final List<NtpPeer> peers = new ArrayList<>();
  private final List<NtpEffect> effects = new ArrayList<>();

  private boolean running;
  private State state = State.NEVER_SET;
  private boolean anyOffsetTaken;
  private int poll;
  private int pollCounter;
  private int followed = -1;
  private double usedEpoch = -1;
  private double lastOffset;
  private double jitter;
  private double clockEpoch;
  private double residual; // seconds of offset that no slew has been started for
  private double slewing; // seconds that the slew under way is for
  private double slewBegan;
  private double slewLength;
  private double frequency; // correction in force, as a ratio
  private boolean hasDriftFile;

  /** The states of ntpd's loop filter. */
  enum State {
    /** Nothing known. */
    NEVER_SET,
    /** Frequency known from the drift file, offset not. */
    FREQUENCY_SET,
    /** Measuring the frequency. */
    FREQUENCY,
    /** In the loop. */
    SYNC,
    /** An offset beyond the step threshold is being waited out. */
    SPIKE
  }

  public NtpDiscipline(NtpSettings settings) {
    this.settings = settings;
    settings.servers().forEach(server -> peers.add(new NtpPeer(server)));
  }

  /** Starts the daemon, or starts it again; keeps only the frequency, as the drift file does. */
  public List<NtpEffect> start() {
    running = true;
    state = hasDriftFile ? State.FREQUENCY_SET : State.NEVER_SET;
    frequency = hasDriftFile ? frequency : 0;
    anyOffsetTaken = settings.isAnyFirstOffsetTaken();
    followed = -1;
    forgetSamples();
    effects.add(new NtpEffect.SetFrequency(ppb(frequency)));
    for (int server = 0; server < peers.size(); server++) {
      peers.get(server).timers = 0;
      setTimer(0, server, 0.1 * (server + 1));
    }
    return take();
  }

  /** Stops the daemon: the clock keeps its frequency and is left alone. */
  public void stop() {
    running = false;
    followed = -1;
  }

  /** A server's poll timer has run out. */
  public List<NtpEffect> onTimer(long monotonicNanos, int server) {
    if (!running) {
      return List.of();
    }
    double now = seconds(monotonicNanos);
    NtpPeer peer = peers.get(server);
    peer.timers--;
    if (now < peer.dueSeconds) {
      if (peer.timers == 0) { // the clock slowed down; otherwise a step set another
        setTimer(now, server, peer.dueSeconds - now);
      }
      return take();
    }
    peer.polled();
    effects.add(new NtpEffect.Poll(server));
    setTimer(now, server, secondsToNextPoll(peer));
    if (!peer.isReachable() && server == followed) {
      select(now);
    }
    if (server == Math.max(0, followed) && now >= slewBegan + slewLength) {
      slewOn(now);
    }
    return take();
  }

  /** A server has answered. */
  public List<NtpEffect> onReply(long monotonicNanos, int server, NtpSample sample) {
    if (!running) {
      return List.of();
    }
    double now = seconds(monotonicNanos);
    peers.get(server).heard(now, sample);
    select(now);
    if (server == followed && peers.get(server).epoch > usedEpoch) {
      usedEpoch = peers.get(server).epoch;
      discipline(now, peers.get(server));
    } else if (server == followed && state != State.NEVER_SET && state != State.SPIKE) {
      // No new offset to steer by, but the server was heard: it vouches for the time anew.
      effects.add(new NtpEffect.Synchronized(server, errorBoundNanos(now, peers.get(server))));
    }
    return take();
  }

  public boolean isRunning() {
    return running;
  }

  /** Whether the clock is in the loop: what the kernel's sync status says. */
  public boolean isSynchronized() {
    return running && followed >= 0 && state != State.NEVER_SET && state != State.FREQUENCY_SET;
  }

  /** One more than the server's that is followed, 16 when none is. */
  public int stratum() {
    return isSynchronized() ? peers.get(followed).server.stratum() + 1 : 16;
  }

  /** The frequency correction in force, in parts per billion. */
  public long frequencyPpb() {
    return ppb(frequency);
  }

  /** The last offset that the loop took in, in nanoseconds: positive when this clock is behind. */
  public long offsetNanos() {
    return nanos(lastOffset);
  }

  /** The lines of {@code ntpq -p}. */
  public List<NtpPeerStatus> peers(long monotonicNanos) {
    double now = seconds(monotonicNanos);
    List<NtpPeerStatus> lines = new ArrayList<>();
    for (NtpPeer peer : peers) {
      long when = peer.lastHeardSeconds < 0 ? -1 : (long) (now - peer.lastHeardSeconds);
      var filtered =
          new NtpPeerStatus.Filtered(peer.delay * 1e3, peer.offset * 1e3, peer.jitter * 1e3);
      lines.add(new NtpPeerStatus(peer.tally, peer.server, when, 1L << poll, peer.reach, filtered));
    }
    return lines;
  }

  /** Begins anew, as at the start and after a step: old samples are of a clock that is no more. */
  private void forgetSamples() {
    poll = settings.minPoll();
    pollCounter = 0;
    residual = 0;
    slewing = 0;
    usedEpoch = -1;
    jitter = PRECISION;
    for (NtpPeer peer : peers) {
      peer.clear();
      peer.burstLeft = settings.isBurstAtStart() ? NtpPeer.FILTER_SIZE : 0;
    }
  }

  private double secondsToNextPoll(NtpPeer peer) {
    if (peer.burstLeft > 0) {
      peer.burstLeft--;
      peer.unreachablePolls = 0;
      return peer.burstLeft == 0 ? 1L << poll : BURST_SPACING_SECONDS;
    }
    if (peer.isReachable()) {
      peer.unreachablePolls = 0;
    } else if (++peer.unreachablePolls > UNREACHABLE_LIMIT) {
      poll = Math.min(settings.maxPoll(), poll + 1); // ntpd backs off from a dead server
      peer.unreachablePolls = 0;
      peer.burstLeft = settings.isBurstAtStart() ? 1 : 0;
    }
    return 1L << poll;
  }

  /** Chooses the server to follow. */
  private void select(double now) {
    followed = NtpSelection.select(peers, now, MAX_DISTANCE, followed);
  }

  /** The loop filter: {@code local_clock()} of ntp_loopfilter.c. */
  private void discipline(double now, NtpPeer peer) {
    double offset = peer.offset;
    if (Math.abs(offset) > PANIC_THRESHOLD && !anyOffsetTaken) {
      stop();
      effects.add(new NtpEffect.Panicked(nanos(offset)));
      return;
    }
    double sinceUpdate = now - clockEpoch;
    if (Math.abs(offset) > STEP_THRESHOLD) {
      onLargeOffset(now, offset, sinceUpdate);
      return;
    }
    anyOffsetTaken = false;
    stopSlew(now);
    double change = Math.max(Math.abs(offset - lastOffset), PRECISION);
    jitter =
        StrictMath.sqrt(jitter * jitter + (change * change - jitter * jitter) / JITTER_AVERAGE);
    if (state == State.FREQUENCY && sinceUpdate < STEP_OUT_SECONDS) {
      slewOn(now);
      effects.add(new NtpEffect.Synchronized(followed, errorBoundNanos(now, peer)));
      return;
    }
    if (state == State.FREQUENCY) {
      setFrequency(frequency + (offset - residual) / sinceUpdate);
    } else if (state != State.NEVER_SET) {
      setFrequency(frequency + frequencyChange(offset, sinceUpdate));
    }
    enter(state == State.NEVER_SET ? State.FREQUENCY : State.SYNC, now, offset);
    adaptPoll(offset);
    slewOn(now);
    effects.add(new NtpEffect.Synchronized(followed, errorBoundNanos(now, peer)));
  }

  private void onLargeOffset(double now, double offset, double sinceUpdate) {
    if (state == State.SYNC) {
      state = State.SPIKE;
      return;
    }
    if (state == State.SPIKE && sinceUpdate < STEP_OUT_SECONDS) {
      return;
    }
    if (state == State.FREQUENCY) {
      if (sinceUpdate < STEP_OUT_SECONDS) {
        return;
      }
      stopSlew(now);
      setFrequency(frequency + (offset - residual) / sinceUpdate);
    }
    anyOffsetTaken = false;
    State next = state == State.NEVER_SET ? State.FREQUENCY : State.SYNC;
    forgetSamples();
    enter(next, now, 0);
    effects.add(new NtpEffect.Slew(0, 1));
    effects.add(new NtpEffect.Step(nanos(offset)));
    effects.add(new NtpEffect.SetFrequency(ppb(frequency)));
    for (int server = 0; server < peers.size(); server++) {
      setTimer(now, server, BURST_SPACING_SECONDS);
    }
  }

  private void enter(State next, double now, double offset) {
    hasDriftFile |= next == State.SYNC;
    state = next;
    lastOffset = offset;
    residual = offset;
    clockEpoch = now;
  }

  /** The hybrid loop: frequency-locked above the Allan intercept, phase-locked below. */
  private double frequencyChange(double offset, double sinceUpdate) {
    double interval = 1L << poll;
    double locked = 0;
    if (poll >= ALLAN_EXPONENT) {
      locked = (offset - residual) / (Math.max(interval, sinceUpdate) / FLL);
    }
    double measured = Math.min(1L << ALLAN_EXPONENT, sinceUpdate);
    double constant = 4 * PLL * interval;
    return locked + offset * measured / (constant * constant);
  }

  private void adaptPoll(double offset) {
    if (Math.abs(offset) < POLL_GATE * jitter) {
      pollCounter += poll;
      if (pollCounter > POLL_LIMIT) {
        pollCounter = poll < settings.maxPoll() ? 0 : POLL_LIMIT;
        poll = Math.min(settings.maxPoll(), poll + 1);
      }
    } else {
      pollCounter -= poll << 1;
      if (pollCounter < -POLL_LIMIT) {
        pollCounter = poll > settings.minPoll() ? 0 : -POLL_LIMIT;
        poll = Math.max(settings.minPoll(), poll - 1);
      }
    }
  }

  /** Slews what the phase-locked loop would until the next poll, within 500 ppm in all. */
  private void slewOn(double now) {
    double interval = 1L << poll;
    double limit = MAX_FREQUENCY_PPB * 1e-9 - Math.abs(frequency);
    double wanted = residual * (1 - StrictMath.exp(-1 / PLL));
    slewing = Math.max(-limit * interval, Math.min(limit * interval, wanted));
    slewBegan = now;
    slewLength = interval;
    residual -= slewing;
    effects.add(new NtpEffect.Slew(nanos(slewing), nanos(interval)));
  }

  /** Takes back what of the slew under way has not been done yet. */
  private void stopSlew(double now) {
    double left = Math.max(0, slewBegan + slewLength - now);
    residual += left == 0 ? 0 : slewing * Math.min(1, left / slewLength);
    slewing = 0;
  }

  private void setTimer(double now, int server, double seconds) {
    NtpPeer peer = peers.get(server);
    peer.timers++;
    peer.dueSeconds = now + 0.9 * seconds; // a timer may be out by what the rate has changed
    effects.add(new NtpEffect.SetTimer(server, nanos(seconds)));
  }

  private void setFrequency(double ratio) {
    double limit = MAX_FREQUENCY_PPB * 1e-9;
    frequency = Math.max(-limit, Math.min(limit, ratio));
    effects.add(new NtpEffect.SetFrequency(ppb(frequency)));
  }

  private long errorBoundNanos(double now, NtpPeer peer) {
    return nanos(Math.abs(peer.offset) + peer.rootDistance(now));
  }

  private List<NtpEffect> take() {
    List<NtpEffect> taken = List.copyOf(effects);
    effects.clear();
    return taken;
  }

  private static double seconds(long nanos) {
    check(nanos >= 0, "monotonic reading of %d ns", nanos);
    return nanos / 1e9;
  }

  private static long nanos(double seconds) {
    return Math.round(seconds * 1e9);
  }

  private static long ppb(double ratio) {
    return Math.round(ratio * 1e9);
  }
}
