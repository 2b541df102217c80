package dev.skew.world.quorum

import dev.skew.world.kv.{Consistency, Operation, Outcome}
import org.scalacheck.{Gen, Shrink}
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks

import scala.collection.mutable
import scala.jdk.CollectionConverters._

/** What a store promises, held to it over seeds, faults and policies. */
class QuorumSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  // A smaller seed is not a simpler history.
  private implicit def whole[T]: Shrink[T] = Shrink.shrinkAny

  private val ms = 1000000L
  private val second = 1000 * ms
  private val seeds = Gen.choose(0L, Long.MaxValue)
  private val keys = Vector("a", "b", "c")

  /** What a client does: which node it asks, for which key, and whether the session's context goes along. */
  private case class Act(node: Int, key: String, informed: Boolean, pauseMillis: Int)

  private val acts: Gen[List[Act]] = Gen.listOfN(
    60,
    for {
      node <- Gen.choose(0, 4)
      key <- Gen.oneOf(keys)
      informed <- Gen.oneOf(true, false)
      pause <- Gen.oneOf(0, 0, 1, 5, 400)
    } yield Act(node, key, informed, pause)
  )

  private def settings(versioning: Versioning, w: Int, r: Int, sloppy: Boolean): StoreSettings = {
    val replication = new KeyspaceSettings.Replication(3, w, r)
    val strict = KeyspaceSettings.of("main", versioning).`with`(replication)
    val trees = new StoreSettings.Trees(8, second / 20)
    val repair =
      new StoreSettings.Repair(true, 0.1, StoreSettings.Hints.DEFAULT, trees, 864000 * second)
    StoreSettings
      .of(if (sloppy) strict.withSloppyQuorum() else strict)
      .withVnodes(4)
      .`with`(repair)
  }

  private def rough(seed: Long, settings: StoreSettings): StoreBench = {
    val bench = new StoreBench(seed, 5, settings)
    bench.lossRatio = 0.1
    bench.duplicateRatio = 0.1
    bench.jitterNanos = 20 * ms
    bench
  }

  private def settle(bench: StoreBench): Unit = {
    bench.heal()
    bench.runFor(120 * second)
  }

  private def assertConverged(bench: StoreBench, seed: Long): Unit =
    keys.foreach(key => assert(bench.agree(key), s"seed $seed: replicas of $key differ"))

  property("after a heal all replicas agree, whatever the versioning, the quorums and the faults") {
    val versionings = Gen.oneOf(Versioning.values.toSeq)
    val levels = Gen.zip(Gen.choose(1, 3), Gen.choose(1, 3), Gen.oneOf(true, false))
    val sides = Gen.someOf(0 to 4).map(_.toSet)
    forAll(seeds, versionings, levels, sides, acts, minSuccessful(60)) {
      (seed, versioning, levels, side, acts) =>
        val (w, r, sloppy) = levels
        val bench = rough(seed, settings(versioning, w, r, sloppy))

        acts.zipWithIndex.foreach { case (act, i) =>
          if (i == 15) bench.split(side.map(Int.box).asJava)
          if (i == 30) bench.crash(act.node)
          if (i == 45) { bench.heal(); bench.restart(acts(30).node) }
          val down = i >= 30 && i < 45 && act.node == acts(30).node
          val operation =
            if (i % 9 == 8) new Operation.Delete(act.key)
            else new Operation.Put(act.key, s"v$i")
          if (!down) bench.ask(act.node, operation, "")
          bench.runFor(act.pauseMillis * ms)
        }
        settle(bench)

        assertConverged(bench, seed)
        (0 to 4).foreach(node => assert(bench.store(node).hintCount == 0, s"seed $seed"))
    }
  }

  property("no acknowledged write is lost with version vectors and quorums that overlap") {
    val levels = Gen.oneOf((1, 3), (2, 2), (3, 1), (2, 3))
    forAll(seeds, levels, acts, minSuccessful(60)) { (seed, levels, acts) =>
      val (w, r) = levels
      val bench = rough(seed, settings(Versioning.VECTOR_CLOCK, w, r, sloppy = false))
      val contexts = mutable.Map.empty[String, String].withDefaultValue("")
      val seen = mutable.Map.empty[String, Set[String]].withDefaultValue(Set.empty)
      val acknowledged = mutable.Map.empty[Long, (String, String)]
      val overwritten = mutable.Set.empty[String]

      acts.zipWithIndex.foreach { case (act, i) =>
        if (i % 4 == 3) {
          val read =
            bench.call(act.node, new Operation.Get(act.key, Consistency.QUORUM), contexts(act.key))
          if (read.outcome == Outcome.OK) {
            contexts(act.key) = read.context
            seen(act.key) = seen(act.key) ++ read.values.asScala
          }
        } else {
          val context = if (act.informed) contexts(act.key) else ""
          if (act.informed) overwritten ++= seen(act.key)
          val id = bench.ask(act.node, new Operation.Put(act.key, s"v$i"), context)
          acknowledged(id) = (act.key, s"v$i")
        }
        bench.runFor(act.pauseMillis * ms)
      }
      bench.runFor(10 * second)
      bench.lossRatio = 0

      val kept = acknowledged.collect {
        case (id, (key, value))
            if bench.responses.asScala.get(id).exists(_.outcome == Outcome.OK)
              && !overwritten(value) =>
          key -> value
      }.toList
      settle(bench)
      val found = keys.map { key =>
        key -> bench.call(0, new Operation.Get(key, Consistency.QUORUM), "").values.asScala.toSet
      }.toMap
      kept.foreach { case (key, value) =>
        assert(found(key)(value), s"seed $seed: $key lost $value and has ${found(key)}")
      }
    }
  }

  property("a quorum read sees every write acknowledged before it began") {
    forAll(seeds, acts, minSuccessful(40)) { (seed, acts) =>
      val bench = rough(seed, settings(Versioning.VECTOR_CLOCK, 2, 2, sloppy = false))

      acts.zipWithIndex.foreach { case (act, i) =>
        val written = bench.put(act.node, act.key, s"v$i")
        val read = bench.get((act.node + 1) % 5, act.key)
        if (written.outcome == Outcome.OK && read.outcome == Outcome.OK)
          assert(read.values.contains(s"v$i"), s"seed $seed: ${read.values}")
      }
    }
  }

  property("quorum reads never go back while they mend before they answer") {
    forAll(seeds, acts, minSuccessful(40)) { (seed, acts) =>
      val bench = rough(seed, settings(Versioning.LAST_WRITE_WINS, 1, 2, sloppy = false))
      val newest = mutable.Map.empty[String, Int].withDefaultValue(-1)

      // One coordinator, so that timestamps are in the order of the writes.
      acts.zipWithIndex.foreach { case (act, i) =>
        bench.ask(0, new Operation.Put(act.key, s"$i"), "")
        bench.runFor(act.pauseMillis * ms)
        val read = bench.get(act.node, act.key)
        if (read.outcome == Outcome.OK && !read.values.isEmpty) {
          val version = read.values.get(0).toInt
          assert(version >= newest(act.key), s"seed $seed: back to $version")
          newest(act.key) = version
        }
      }
    }
  }

  property("counters are exact: every acknowledged count is in, none twice") {
    forAll(seeds, acts, Gen.oneOf(true, false), minSuccessful(40)) { (seed, acts, crash) =>
      val bench = rough(seed, settings(Versioning.CRDT, 2, 2, sloppy = false))
      val asked = acts.zipWithIndex.map { case (act, i) =>
        if (crash && i == 20) bench.crash(act.node)
        if (crash && i == 40) bench.restart(acts(20).node)
        val amount = if (i % 3 == 0) -i else i
        val node = if (crash && i >= 20 && i < 40 && act.node == acts(20).node) -1 else act.node
        val id =
          if (node < 0) -1L else bench.ask(node, new Operation.Put(act.key, f"$amount%+d"), "")
        bench.runFor(act.pauseMillis * ms)
        (id, act.key, amount)
      }
      settle(bench)

      keys.foreach { key =>
        val own = asked.filter(ask => ask._2 == key && ask._1 >= 0)
        def sum(outcomes: Set[Option[Outcome]], sign: Int): Int = own.collect {
          case (id, _, amount)
              if outcomes(bench.responses.asScala.get(id).map(_.outcome))
                && amount.sign == sign =>
            amount
        }.sum
        val sure = Set[Option[Outcome]](Some(Outcome.OK))
        val open = Set[Option[Outcome]](Some(Outcome.UNKNOWN), None)
        val read = bench.call(1, new Operation.Get(key, Consistency.ALL), "").values.asScala
        val count = read.headOption.map(_.toInt).getOrElse(0)
        val certain = sum(sure, 1) + sum(sure, -1)
        assert(
          count >= certain + sum(open, -1) && count <= certain + sum(open, 1),
          s"seed $seed: $key is $count"
        )
        if (sum(open, 1) == 0 && sum(open, -1) == 0) assert(count == certain, s"seed $seed")
      }
    }
  }

  property("with commit-wait no write is lost while every clock keeps to its bound") {
    val offsets = Gen.listOfN(5, Gen.choose(-9 * ms, 9 * ms))
    forAll(seeds, offsets, acts, minSuccessful(40)) { (seed, offsets, acts) =>
      val keyspace =
        KeyspaceSettings.of("main", Versioning.LAST_WRITE_WINS).withCommitWait()
      val bound = new StoreSettings.Stamps(0, second, 10 * ms, 0)
      val bench = new StoreBench(seed, 5, StoreSettings.of(keyspace).`with`(bound))
      bench.jitterNanos = 3 * ms
      offsets.zipWithIndex.foreach { case (offset, node) => bench.clock(node).step(0, offset) }

      acts.zipWithIndex.foreach { case (act, i) =>
        val written = bench.put(act.node, act.key, s"v$i")
        assert(written.outcome == Outcome.OK)
        val read = bench.get((act.node + 1) % 5, act.key)
        assert(read.values.asScala.toList == List(s"v$i"), s"seed $seed")
      }

      assert(bench.total(StoreCounters.Counter.CONFLICTS_DETECTED) == 0)
    }
  }

  property("the same seed gives the same history") {
    forAll(seeds, acts, minSuccessful(10)) { (seed, acts) =>
      def history(): (Seq[StoreEvent], Seq[String]) = {
        val bench = rough(seed, settings(Versioning.VECTOR_CLOCK, 2, 2, sloppy = true))
        acts.zipWithIndex.foreach { case (act, i) =>
          bench.ask(act.node, new Operation.Put(act.key, s"v$i"), "")
          bench.runFor(act.pauseMillis * ms)
        }
        settle(bench)
        (bench.events.asScala.toSeq, bench.delivered.asScala.map(_.toString).toSeq)
      }

      assert(history() == history())
    }
  }
}
