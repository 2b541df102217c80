package dev.skew.world.quorum

import dev.skew.world.version.{BeaconSettings, Releases, Revision, Version}
import org.scalacheck.{Gen, Shrink}
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks

/** How fast a revision gets everywhere, and that it is the newest one that stays. */
class BeaconSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  // A smaller seed is not a simpler history.
  private implicit def whole[T]: Shrink[T] = Shrink.shrinkAny

  private val second = 1000000000L
  private val seeds = Gen.choose(0L, Long.MaxValue)

  /** Beacons alone: heartbeats of a thousand nodes would cost more than what is looked at. */
  private def settings(fanout: Int, adoptWithin: Long): StoreSettings =
    StoreSettings
      .of(KeyspaceSettings.of("main", Versioning.LAST_WRITE_WINS))
      .withVnodes(1)
      .`with`(new StoreSettings.Detection(36000 * second, 1, 72000 * second, 0))
      .`with`(
        new StoreSettings.Repair(true, 0, StoreSettings.Hints.OFF, StoreSettings.Trees.OFF, 864000 * second)
      )
      .`with`(
        new StoreSettings.Software(Releases.ALIKE, new BeaconSettings(second, fanout, adoptWithin))
      )

  /**
   * Rounds in which a rumour that q of its messages a round and node get through reaches everyone:
   * log n to the base 1 + q until most know it, ln n / q until the last does (Pittel 1987 for q = 1;
   * pulling only shortens it), and a few for bad luck and for rounds that are not in step.
   */
  private def bound(nodes: Int, q: Double): Double =
    math.log(nodes) / math.log(1 + q) + math.log(nodes) / q + 8

  property("all of n nodes have heard of a revision after O(log n) rounds, whatever is lost") {
    val sizes = Gen.frequency(3 -> Gen.choose(2, 1000), 1 -> Gen.const(1000))
    forAll(seeds, sizes, Gen.choose(1, 3), Gen.choose(0.0, 0.3), minSuccessful(25)) {
      (seed, nodes, fanout, loss) =>
        val bench = new StoreBench(seed, nodes, settings(fanout, 36000 * second))
        bench.runFor(2 * second)
        bench.lossRatio = loss

        bench.deploy(0, new Revision(1, new Version(2, 2, 0)))
        val begin = bench.now
        while (
          !(0 until nodes).forall(bench.store(_).newestRevision.deploy == 1)
          && bench.now - begin < 200 * second
        )
          bench.runFor(second / 4)

        val rounds = (bench.now - begin).toDouble / second
        val most = bound(nodes, fanout * (1 - loss))
        assert(rounds <= most, s"seed $seed: $nodes nodes took $rounds rounds, not $most")
    }
  }

  /** A deploy of one of three versions to some nodes, and how long until the next one. */
  private case class Deploy(version: Version, nodes: Set[Int], pauseSeconds: Int)

  private val deploys: Gen[List[Deploy]] = Gen.choose(1, 6).flatMap { count =>
    Gen.listOfN(
      count,
      for {
        minor <- Gen.choose(0, 2)
        first <- Gen.choose(0, 4)
        others <- Gen.someOf(0 to 4)
        pause <- Gen.choose(0, 20)
      } yield Deploy(new Version(2, minor, 0), others.toSet + first, pause)
    )
  }

  property("after any deploys, rollbacks and crashes all run what the last one wanted") {
    forAll(seeds, deploys, Gen.choose(0.0, 0.5), Gen.choose(0, 4), minSuccessful(60)) {
      (seed, deploys, loss, victim) =>
        val bench = new StoreBench(seed, 5, settings(1, 10 * second))
        bench.lossRatio = loss

        deploys.zipWithIndex.foreach { case (deploy, i) =>
          deploy.nodes.toSeq.sorted.foreach { node =>
            bench.deploy(node, new Revision(i + 1, deploy.version))
          }
          bench.runFor(deploy.pauseSeconds * second)
        }
        bench.crash(victim)
        bench.runFor(5 * second)
        bench.restart(victim)
        bench.runFor(120 * second)

        (0 to 4).foreach { node =>
          val runs = bench.store(node).revision.version
          assert(runs == deploys.last.version, s"seed $seed: node $node runs $runs")
        }
    }
  }
}
