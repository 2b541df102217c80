package dev.skew.world.quorum

import dev.skew.kernel.SimTime
import dev.skew.world.kv.{Consistency, Operation}
import org.scalacheck.Gen
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks
import scala.jdk.CollectionConverters._

/** Whatever is lost, doubled or late: f liars make no client read what nobody wrote. */
class MaskingSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  implicit override val generatorDrivenConfig: PropertyCheckConfiguration =
    PropertyCheckConfiguration(minSuccessful = 40)

  private case class Act(by: Int, key: Int, isWrite: Boolean, consistency: Consistency, pause: Int)

  private val act: Gen[Act] =
    for {
      by <- Gen.choose(0, 6)
      key <- Gen.choose(0, 4)
      isWrite <- Gen.prob(0.5)
      consistency <- Gen.oneOf(Consistency.ONE, Consistency.QUORUM, Consistency.ALL)
      pause <- Gen.oneOf(0, 1, 5, 100)
    } yield Act(by, key, isWrite, consistency, pause)

  private def settings(versioning: Versioning, liars: Int, spare: Int): StoreSettings = {
    val copies = 2 * liars + 1 + spare
    val quorum = Math.max(liars + 1, copies / 2 + 1)
    StoreSettings
      .of(
        KeyspaceSettings
          .of("main", versioning)
          .`with`(new KeyspaceSettings.Replication(copies, quorum, copies / 2 + 1)))
      .`with`(new StoreSettings.Byzantine(true, liars))
  }

  property("no client reads what nobody wrote") {
    val setting =
      for {
        versioning <- Gen.oneOf(Versioning.HLC, Versioning.VECTOR_CLOCK, Versioning.LAST_WRITE_WINS)
        liars <- Gen.choose(1, 2)
        spare <- Gen.choose(0, 1)
      } yield (versioning, liars, spare)
    forAll(Gen.choose(0L, 1L << 40), setting, Gen.choose(0.0, 0.3), Gen.listOfN(150, act)) {
      (seed, setting, loss, acts) =>
        val (versioning, liars, spare) = setting
        val bench = new StoreBench(seed, 7, settings(versioning, liars, spare))
        bench.jitterNanos = 5 * SimTime.MILLISECOND
        bench.lossRatio = loss
        bench.duplicateRatio = loss
        (0 until liars).foreach(bench.lie(_, new StoreLies(0.5, true, true, true)))

        acts.zipWithIndex.foreach { case (one, i) =>
          val key = s"k${one.key}"
          val operation =
            if (one.isWrite) new Operation.Put(key, s"$key-$i")
            else new Operation.Get(key, one.consistency)
          bench.ask(one.by, operation, "")
          bench.runFor(one.pause * SimTime.MILLISECOND)
        }
        bench.heal()
        bench.runFor(20 * SimTime.SECOND)

        val read = bench.responses.values.asScala.flatMap(_.values.asScala)
        assert(read.filter(_.contains("~")).toSet == Set.empty)
    }
  }
}
