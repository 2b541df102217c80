package dev.skew.world.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.EventQueue;
import dev.skew.kernel.Seed;
import dev.skew.kernel.SimTime;
import dev.skew.world.clock.ClockProfile;
import dev.skew.world.clock.NodeClock;
import dev.skew.world.clock.NtpServer;
import dev.skew.world.clock.NtpSettings;
import dev.skew.world.clock.WallTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** ntpd on a machine, with servers some milliseconds away. */
class TimeDaemonTest {

  private static final long MILLI = SimTime.MILLISECOND;
  private static final NtpServer POOL = new NtpServer("pool", ".GPS.", 1);

  private final EventQueue queue = new EventQueue();
  private final List<Long> bounds = new ArrayList<>();

  @Test
  void aClockThatIsFarOffIsStepped() {
    NodeClock clock = clockAhead(30 * SimTime.SECOND);
    TimeDaemon daemon = daemon(clock, POOL);

    daemon.restart();
    runFor(30 * SimTime.MINUTE);

    assertThat(Math.abs(clock.offsetNanos(queue.nowNanos()))).isLessThan(5 * MILLI);
    assertThat(bounds).isNotEmpty().allSatisfy(bound -> assertThat(bound).isPositive());
  }

  @Test
  void aClockThatIsALittleOffIsSlewedAndNeverSet() {
    NodeClock clock = clockAhead(50 * MILLI);
    TimeDaemon daemon = daemon(clock, POOL);

    daemon.restart();
    long before = clock.wallNanos(queue.nowNanos());
    for (int second = 0; second < 12 * 3_600; second++) {
      runFor(SimTime.SECOND);
      long wall = clock.wallNanos(queue.nowNanos());
      assertThat(wall - before).isBetween(999 * MILLI, 1_001 * MILLI);
      before = wall;
    }

    assertThat(Math.abs(clock.offsetNanos(queue.nowNanos()))).isLessThan(2 * MILLI);
  }

  @Test
  void nothingIsHeardOfServersThatCannotBeReached() {
    NodeClock clock = clockAhead(30 * SimTime.SECOND);
    TimeDaemon daemon = daemon(clock, POOL);
    daemon.serversAre(false, new long[] {0});

    daemon.restart();
    runFor(30 * SimTime.MINUTE);

    assertThat(clock.offsetNanos(queue.nowNanos())).isEqualTo(30 * SimTime.SECOND);
    assertThat(daemon.peers().get(0).reach()).isZero();
    assertThat(bounds).isEmpty();
  }

  @Test
  void aWrongServerTakesTheClockAlong() {
    NodeClock clock = clockAhead(0);
    TimeDaemon daemon = daemon(clock, POOL);
    daemon.serversAre(true, new long[] {10 * SimTime.SECOND});

    daemon.restart();
    runFor(60 * SimTime.MINUTE);

    assertThat(clock.offsetNanos(queue.nowNanos())).isBetween(9_990 * MILLI, 10_010 * MILLI);
  }

  @Test
  void threeServersOutvoteAWrongOne() {
    NodeClock clock = clockAhead(0);
    TimeDaemon daemon =
        daemon(clock, POOL, new NtpServer("b", ".GPS.", 1), new NtpServer("c", ".GPS.", 1));
    daemon.serversAre(true, new long[] {10 * SimTime.SECOND, 0, 0});

    daemon.restart();
    runFor(60 * SimTime.MINUTE);

    assertThat(Math.abs(clock.offsetNanos(queue.nowNanos()))).isLessThan(5 * MILLI);
    assertThat(daemon.peers().get(0).tally()).isEqualTo('x');
  }

  @Test
  void aStoppedDaemonTouchesNothing() {
    NodeClock clock = clockAhead(30 * SimTime.SECOND);
    TimeDaemon daemon = daemon(clock, POOL);
    daemon.restart();
    runFor(MILLI); // the first poll is on its way

    daemon.stop();
    runFor(60 * SimTime.MINUTE);

    assertThat(clock.offsetNanos(queue.nowNanos())).isEqualTo(30 * SimTime.SECOND);
    assertThat(queue.isEmpty()).isTrue();
  }

  /** {@code ntpdate -b}. */
  @Test
  void oneCommandSetsTheClockAtOnce() {
    NodeClock clock = clockAhead(-7 * SimTime.SECOND);
    TimeDaemon daemon = daemon(clock, POOL);
    daemon.serversAre(true, new long[] {20 * MILLI});

    daemon.stepToServer();

    assertThat(clock.offsetNanos(queue.nowNanos())).isEqualTo(20 * MILLI);
    assertThat(bounds).hasSize(1);
    assertThat(daemon.discipline().isRunning()).isFalse();
  }

  @Test
  void aServerThatCannotBeReachedSetsNothing() {
    NodeClock clock = clockAhead(-7 * SimTime.SECOND);
    TimeDaemon daemon = daemon(clock, POOL);
    daemon.serversAre(false, new long[] {0});

    daemon.stepToServer();

    assertThat(clock.offsetNanos(queue.nowNanos())).isEqualTo(-7 * SimTime.SECOND);
    assertThat(bounds).isEmpty();
  }

  private NodeClock clockAhead(long offsetNanos) {
    return new NodeClock(
        new WallTime(1_700_000_000L * SimTime.SECOND),
        new ClockProfile(offsetNanos, 0, ClockProfile.Walk.NONE),
        new Seed(1).random());
  }

  private TimeDaemon daemon(NodeClock clock, NtpServer... servers) {
    return new TimeDaemon(
        queue,
        clock,
        NtpSettings.of(List.of(servers)),
        new Seed(1).random(),
        (nowNanos, bound) -> bounds.add(bound));
  }

  private void runFor(long nanos) {
    TestDisk.runUntil(queue, queue.nowNanos() + nanos);
  }
}
