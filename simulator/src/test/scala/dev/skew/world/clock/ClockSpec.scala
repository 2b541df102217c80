package dev.skew.world.clock

import dev.skew.kernel.Seed
import org.scalacheck.{Gen, Shrink}
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks

/** What holds of physical clocks and of the daemon that disciplines them, whatever happens. */
class ClockSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  private implicit def whole[T]: Shrink[T] = Shrink.shrinkAny

  private val second = 1000000000L
  private val seeds = Gen.choose(0L, Long.MaxValue)
  private val drifts = Gen.choose(-800000L, 800000L)

  private def clock(seed: Long, driftPpb: Long): NodeClock = {
    val walk = new ClockProfile.Walk(second / 3, 2000, 50000)
    val profile = new ClockProfile(0, driftPpb, walk)
    new NodeClock(new WallTime(0), profile, new Seed(seed).fork("clock", "n1").random())
  }

  property("how often a clock is read changes nothing") {
    val instants = Gen.listOf(Gen.choose(0L, 1000 * second)).map(_.sorted)
    forAll(seeds, drifts, instants) { (seed, drift, instants) =>
      val read = clock(seed, drift)
      val alone = clock(seed, drift)

      instants.foreach(at => read.wallNanos(at))

      val end = 1001 * second
      assert(read.wallNanos(end) == alone.wallNanos(end))
      assert(read.monotonicNanos(end) == alone.monotonicNanos(end))
    }
  }

  property("a monotonic reading never goes back, and steps do not touch it") {
    val steps = Gen.listOf(Gen.zip(Gen.choose(0L, 100 * second), Gen.choose(-second, second)))
    forAll(seeds, drifts, steps) { (seed, drift, steps) =>
      val stepped = clock(seed, drift)
      val alone = clock(seed, drift)
      var last = 0L

      steps.sortBy(_._1).foreach { case (at, delta) =>
        stepped.step(at, delta)
        assert(stepped.monotonicNanos(at) >= last)
        last = stepped.monotonicNanos(at)
      }

      assert(stepped.monotonicNanos(100 * second) == alone.monotonicNanos(100 * second))
    }
  }

  property("a timer runs out when the node's own clock says so, to the nanosecond") {
    forAll(seeds, drifts, Gen.choose(0L, 50 * second), Gen.choose(0L, 10000 * second)) {
      (seed, drift, now, local) =>
        val profile = new ClockProfile(0, drift, ClockProfile.Walk.NONE)
        val steady =
          new NodeClock(new WallTime(0), profile, new Seed(seed).fork("clock", "n1").random())

        val delay = steady.virtualDelay(now, local)
        val before = steady.monotonicNanos(now)

        if (delay > 0) assert(steady.monotonicNanos(now + delay - 1) - before < local)
        assert(steady.monotonicNanos(now + delay) - before >= local)
    }
  }

  property("ntpd brings any clock it can hold to the truth, by slewing within its limit") {
    val offsets = Gen.choose(-120000000L, 120000000L)
    val held = Gen.choose(-300000L, 300000L)
    forAll(seeds, offsets, held, minSuccessful(40)) { (seed, offset, drift) =>
      val profile = new ClockProfile(offset, drift, ClockProfile.Walk.NONE)
      val bench = new NtpBench(seed, profile, NtpBench.servers(1), 2000000L)

      bench.start()
      bench.runFor(20 * 3600 * second)

      assert(bench.offsetNanos().abs < 15000000L, s"seed $seed: ${bench.offsetNanos()} ns")
      assert(bench.fastestPpb <= drift.abs + 500000L)
      assert(bench.daemon.isSynchronized)
    }
  }

  property("the bound that ntpd gives holds the truth while drift keeps to what is assumed") {
    val offsets = Gen.choose(-100000000L, 100000000L)
    forAll(seeds, offsets, Gen.choose(-100000L, 100000L), minSuccessful(40)) {
      (seed, offset, drift) =>
        val profile = new ClockProfile(offset, drift, ClockProfile.Walk.NONE)
        val bench = new NtpBench(seed, profile, NtpBench.servers(1), 2000000L)
        bench.start()
        bench.runFor(30 * second)
        assert(bench.daemon.isSynchronized)

        bench.runFor(
          3600 * second,
          7 * second,
          b =>
            assert(
              b.offsetNanos().abs <= b.trueTime.epsilonNanos(b.now()),
              s"seed $seed at ${b.now()}"
            )
        )
    }
  }
}
