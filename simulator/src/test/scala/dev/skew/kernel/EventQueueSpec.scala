package dev.skew.kernel

import org.scalacheck.Gen
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks

import scala.collection.mutable
import scala.collection.mutable.ArrayBuffer

/** The queue against a list that is kept sorted by (time, order of scheduling). */
class EventQueueSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  sealed private trait Act
  private case class Schedule(delay: Long) extends Act
  private case class Cancel(which: Int) extends Act
  private case object Run extends Act
  private case class Advance(share: Int) extends Act

  /** Ties, neighbours, powers of the wheel's base, and leaps to the end of time. */
  private val delays: Gen[Long] = Gen.frequency(
    4 -> Gen.choose(0L, 3L),
    4 -> Gen.choose(0L, 200L),
    3 -> Gen.choose(0, 62).flatMap(bit => Gen.choose(-1L, 1L).map(off => math.max(0L, (1L << bit) + off))),
    2 -> Gen.choose(0L, 1L << 40),
    1 -> Gen.choose(Long.MaxValue / 2, Long.MaxValue)
  )

  /** One later stands for never. */
  private val LastInstant = Long.MaxValue - 1

  private val acts: Gen[Act] = Gen.frequency(
    5 -> delays.map(Schedule(_)),
    2 -> Gen.choose(0, 1 << 20).map(Cancel(_)),
    4 -> Gen.const(Run),
    1 -> Gen.choose(0, 100).map(Advance(_))
  )

  private class Pair {
    val queue = new EventQueue
    val ran = ArrayBuffer.empty[(Long, Int)]
    private val expected = ArrayBuffer.empty[(Long, Int)]
    private val model = mutable.TreeMap.empty[(Long, Int), Long]
    private val handles = ArrayBuffer.empty[(Long, (Long, Int))]
    private var next = 0

    private val target: EventTarget = payload => {
      ran += ((queue.nowNanos, payload.asInstanceOf[Int]))
      ()
    }

    def perform(act: Act): Unit = act match {
      case Schedule(delay) =>
        val due = if (queue.nowNanos >= LastInstant - delay) LastInstant else queue.nowNanos + delay
        val key = (due, next)
        next += 1
        val handle = queue.schedule(due, target, Integer.valueOf(key._2))
        model(key) = handle
        handles += ((handle, key))
        ()
      case Cancel(which) if handles.nonEmpty =>
        val (handle, key) = handles(which % handles.size)
        assert(queue.cancel(handle) == model.remove(key).isDefined)
        ()
      case Cancel(_) => ()
      case Run =>
        model.headOption.foreach { case (key, _) =>
          model.remove(key)
          expected += key
        }
        val had = expected.size > ran.size
        assert(queue.runNext() == had)
        ()
      case Advance(share) =>
        val idle = math.min(queue.nowNanos, LastInstant - share) + share
        val until = model.headOption.fold(idle)(_._1._1)
        val to = queue.nowNanos + math.max(0L, until - queue.nowNanos) / 100 * share
        queue.advanceTo(to)
        assert(queue.nowNanos == to)
        ()
    }

    def agree(): Unit = {
      assert(ran == expected)
      assert(queue.size == model.size)
      assert(queue.isEmpty == model.isEmpty)
      assert(queue.nextDueNanos == model.headOption.fold(Long.MaxValue)(_._1._1))
      ()
    }

    def drain(): Unit = while (model.nonEmpty) { perform(Run); agree() }
  }

  property("runs, cancels and counts as a sorted list does") {
    forAll(Gen.listOfN(300, acts), minSuccessful(200)) { list =>
      val pair = new Pair
      list.foreach { act => pair.perform(act); pair.agree() }
      pair.drain()
    }
  }

  property("events of one instant run in the order in which they were scheduled") {
    forAll(delays, Gen.choose(1, 200)) { (due, count) =>
      val queue = new EventQueue
      val ran = ArrayBuffer.empty[Int]
      val target: EventTarget = payload => { ran += payload.asInstanceOf[Int]; () }
      (0 until count).foreach(i => queue.schedule(due, target, Integer.valueOf(i)))
      while (queue.runNext()) {}
      assert(ran == (0 until count))
      assert(queue.nowNanos == due)
    }
  }

  property("what an event schedules for its own instant runs after what was there") {
    forAll(Gen.choose(1, 50)) { count =>
      val queue = new EventQueue
      val ran = ArrayBuffer.empty[Int]
      lazy val target: EventTarget = payload => {
        val i = payload.asInstanceOf[Int]
        ran += i
        if (i < count) queue.schedule(queue.nowNanos, target, Integer.valueOf(i + count))
        ()
      }
      (0 until count).foreach(i => queue.schedule(7L, target, Integer.valueOf(i)))
      while (queue.runNext()) {}
      assert(ran == (0 until 2 * count))
    }
  }
}
