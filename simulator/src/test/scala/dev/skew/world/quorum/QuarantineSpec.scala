package dev.skew.world.quorum

import dev.skew.kernel.SimTime
import org.scalacheck.Gen
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks
import scala.collection.mutable
import scala.jdk.CollectionConverters._

/** Whatever is lost, doubled or late, and whoever crashes: no two nodes know different decrees. */
class QuarantineSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  implicit override val generatorDrivenConfig: PropertyCheckConfiguration =
    PropertyCheckConfiguration(minSuccessful = 60)

  private val settings = StoreSettings.of(
    new KeyspaceSettings(
      "main",
      Versioning.HLC,
      new KeyspaceSettings.Replication(3, 1, 1),
      false,
      false, KeyspaceSettings.Merging.BY_HAND))

  private case class Act(by: Int, about: Int, lift: Boolean, crash: Boolean)

  private val act: Gen[Act] =
    for {
      by <- Gen.choose(0, 4)
      about <- Gen.choose(0, 4)
      lift <- Gen.prob(0.3)
      crash <- Gen.prob(0.2)
    } yield Act(by, about, lift, crash)

  property("an epoch has one decree, and all come to know the last") {
    forAll(Gen.choose(0L, 1L << 40), Gen.choose(0.0, 0.3), Gen.listOfN(8, act)) {
      (seed, loss, acts) =>
        val bench = new StoreBench(seed, 5, settings)
        val decrees = mutable.Map[Long, List[Integer]]()
        bench.jitterNanos = 50 * SimTime.MILLISECOND
        bench.lossRatio = loss
        bench.duplicateRatio = loss

        acts.foreach { one =>
          bench.startOrder(one.by, one.about, one.lift, true)
          (0 until 20).foreach { _ =>
            bench.runFor(40 * SimTime.MILLISECOND)
            note(bench, decrees)
          }
          if (one.crash) {
            bench.crash(one.by)
            bench.restart(one.by)
          }
        }
        bench.heal()
        bench.runFor(2 * SimTime.MINUTE)
        note(bench, decrees)

        val last = (0 until 5).map(bench.store(_).quarantineEpoch()).toSet
        assert(last.size == 1)
        assert(decrees.values.forall(_.size <= 2))
    }
  }

  private def note(bench: StoreBench, decrees: mutable.Map[Long, List[Integer]]): Unit =
    (0 until 5).foreach { node =>
      val out = bench.quarantinedAt(node).asScala.toList
      val epoch = bench.store(node).quarantineEpoch()
      assert(decrees.getOrElseUpdate(epoch, out) == out, s"two decrees of epoch $epoch")
    }
}
