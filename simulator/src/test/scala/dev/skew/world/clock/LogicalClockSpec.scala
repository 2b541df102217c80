package dev.skew.world.clock

import dev.skew.world.clock.VectorClock.Order
import org.scalacheck.Gen
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks

/** The laws of logical clocks. */
class LogicalClockSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  private val clocks: Gen[VectorClock] =
    Gen.listOf(Gen.zip(Gen.choose(0, 4), Gen.choose(1L, 4L))).map { entries =>
      entries.foldLeft(VectorClock.EMPTY) { case (clock, (actor, count)) =>
        clock.`with`(actor, count)
      }
    }

  private def atMost(a: VectorClock, b: VectorClock): Boolean =
    a.compare(b) == Order.BEFORE || a.compare(b) == Order.EQUAL

  property("vector clocks are partially ordered") {
    forAll(clocks, clocks, clocks) { (a, b, c) =>
      assert(a.compare(a) == Order.EQUAL)
      if (atMost(a, b) && atMost(b, a)) assert(a == b)
      if (atMost(a, b) && atMost(b, c)) assert(atMost(a, c))
      val mirrored = Map(
        Order.BEFORE -> Order.AFTER,
        Order.AFTER -> Order.BEFORE,
        Order.EQUAL -> Order.EQUAL,
        Order.CONCURRENT -> Order.CONCURRENT
      )
      assert(b.compare(a) == mirrored(a.compare(b)))
    }
  }

  property("merging gives the least clock above both") {
    forAll(clocks, clocks, clocks) { (a, b, c) =>
      val both = a.merge(b)
      assert(atMost(a, both) && atMost(b, both))
      if (atMost(a, c) && atMost(b, c)) assert(atMost(both, c))
      assert(both == b.merge(a))
      assert(both.merge(c) == a.merge(b.merge(c)))
      assert(both.hashCode == b.merge(a).hashCode)
    }
  }

  property("an event of an actor comes after all it knew") {
    forAll(clocks, Gen.choose(0, 4)) { (a, actor) =>
      assert(a.compare(a.increment(actor)) == Order.BEFORE)
    }
  }

  property("what is written is read back") {
    forAll(clocks)(a => assert(VectorClock.parse(a.toString) == a))
  }

  property("hybrid clocks keep causality and stay within the bound of the physical clocks") {
    // Each node's clock is off by its own amount and moves on unevenly; messages arrive in any order.
    val events = Gen.listOfN(200, Gen.zip(Gen.choose(0, 2), Gen.choose(0, 2), Gen.choose(0L, 40L)))
    val offsets = Gen.listOfN(3, Gen.choose(-100L, 100L))
    forAll(offsets, events) { (offsets, events) =>
      val nodes = Vector.fill(3)(new HybridLogicalClock(400))
      var now = 1000L
      events.foreach { case (from, to, pause) =>
        now += pause
        val before = nodes(from).last
        val sent = nodes(from).tick(now + offsets(from))
        assert(sent.compareTo(before) > 0)

        assert(nodes(to).receive(now + offsets(to), sent))
        val after = nodes(to).tick(now + offsets(to))

        assert(after.compareTo(sent) > 0, "an effect has its cause's timestamp or an earlier one")
        assert(after.wallNanos <= now + offsets.max, "ahead of every clock there is")
        assert(after.wallNanos >= now + offsets(to), "behind the own clock")
      }
    }
  }
}
