package dev.skew.world.raft

import org.scalacheck.{Gen, Shrink}
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks

/** The five properties of the paper's figure 3, and linearizable reads, under arbitrary faults. */
class RaftSafetySpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  // A smaller seed is not a simpler history.
  private implicit def whole[T]: Shrink[T] = Shrink.shrinkAny

  private val limits = new RaftLimits(100, 4, 20, 3)

  private val settings: Gen[RaftSettings] =
    for {
      checkQuorum <- Gen.frequency(3 -> true, 1 -> false)
      preVote <- Gen.oneOf(true, false)
      release <- Gen.oneOf(EtcdRelease.V3_4, EtcdRelease.V3_5)
    } yield RaftSettings.ETCD
      .withCheckQuorum(checkQuorum)
      .withPreVote(preVote)
      .withRelease(release)
      .withLimits(limits)

  private val faults: Gen[ChaosRun.Faults] =
    for {
      loss <- Gen.oneOf(0, 2, 20)
      duplication <- Gen.oneOf(0, 10, 30)
      crashes <- Gen.oneOf(true, false)
      partitions <- Gen.oneOf(true, false)
      changes <- Gen.oneOf(true, false)
      slowClock <- Gen.oneOf(true, false)
    } yield new ChaosRun.Faults(loss, duplication, crashes, partitions, changes, slowClock)

  private val seeds: Gen[Long] = Gen.choose(0L, Long.MaxValue)

  property("whatever happens, no property of Raft is broken and no read is stale") {
    forAll(seeds, Gen.choose(1, 5), settings, faults, minSuccessful(400)) {
      (seed, voters, settings, faults) =>
        val run = new ChaosRun(seed, voters, settings, faults)

        run.run(6000)

        assert(run.violations.isEmpty, s"seed $seed: ${run.violations}")
    }
  }

  property("once everything is repaired, all members agree") {
    forAll(seeds, Gen.choose(1, 5), settings, faults, minSuccessful(150)) {
      (seed, voters, settings, faults) =>
        // Removing one of two members can leave a group that elects nobody, in etcd too.
        val run = new ChaosRun(seed, voters, settings, faults.withoutChanges)

        run.run(2000)
        run.settle(200)

        assert(run.violations.isEmpty, s"seed $seed: ${run.violations}")
        assert(run.disagreement == null, s"seed $seed: ${run.disagreement}")
    }
  }

  property("the same seed makes the same history") {
    forAll(seeds, settings, faults, minSuccessful(20)) { (seed, settings, faults) =>
      val states = Seq.fill(2) {
        val run = new ChaosRun(seed, 3, settings, faults)
        run.run(1500)
        run.cluster.ids.stream.map(id => run.cluster.state(id).toString).toList
      }

      assert(states(0) == states(1))
    }
  }

  private def someSeedBreaks(
      unsafe: UnsafeOptions,
      faults: ChaosRun.Faults,
      property: String
  ): Boolean =
    (1L to 300L).exists { seed =>
      val run = new ChaosRun(seed, 3, RaftSettings.ETCD.withUnsafe(unsafe), faults)
      run.run(5000)
      run.violations.stream.anyMatch(_.contains(property))
    }

  private val split = new ChaosRun.Faults(5, 0, false, true, false, true)
  private val crashing = new ChaosRun.Faults(2, 0, true, true, false, false)

  property("lease reads are stale for some seed") {
    assert(someSeedBreaks(new UnsafeOptions(true, false, false), split, "stale read"))
  }

  property("forgotten votes make two leaders in one term for some seed") {
    assert(someSeedBreaks(new UnsafeOptions(false, true, false), crashing, "two leaders in term"))
  }

  property("skipped syncs lose committed entries for some seed") {
    assert(someSeedBreaks(new UnsafeOptions(false, false, true), crashing, "committed entry"))
  }
}
