package dev.skew.world.network

import dev.skew.kernel.SimTime
import org.scalacheck.Gen
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks

import java.time.Duration
import java.util.{List => JList}
import scala.jdk.CollectionConverters._

/** Whatever a link does, a stream delivers in order and at most once, and the books balance. */
class StreamOrderSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  private val Second = SimTime.SECOND

  private case class Cut(atSecond: Int, millis: Int, oneWay: Boolean)

  private case class Weather(
      seed: Long,
      latencyMillis: Int,
      jitterMillis: Int,
      loss: Double,
      impairment: Double,
      limited: Boolean,
      paceMillis: Int,
      cuts: List[Cut])

  private def weathers(longestCutMillis: Int): Gen[Weather] =
    for {
      seed <- Gen.choose(0L, Long.MaxValue)
      latency <- Gen.oneOf(0, 1, 5, 50)
      jitter <- Gen.oneOf(0, 1, 40)
      loss <- Gen.oneOf(0.0, 0.01, 0.1, 0.3)
      impairment <- Gen.oneOf(0.0, 0.05)
      limited <- Gen.oneOf(true, false)
      pace <- Gen.oneOf(1, 7, 60)
      cuts <- Gen.listOfN(
        3,
        for {
          at <- Gen.choose(0, 20)
          millis <- Gen.choose(1, longestCutMillis)
          oneWay <- Gen.oneOf(true, false)
        } yield Cut(at, millis, oneWay))
    } yield Weather(seed, latency, jitter, loss, impairment, limited, pace, cuts)

  private def profile(weather: Weather): LinkProfile = {
    val chance = Chance.of(weather.impairment)
    LinkProfile
      .of(
        Latency.uniform(
          Duration.ofMillis(weather.latencyMillis.toLong + weather.jitterMillis),
          Duration.ofMillis(weather.jitterMillis)))
      .withLoss(weather.loss)
      .withDuplication(chance)
      .withCorruption(chance)
      .withReordering(new Reordering(chance, 1))
      .withBandwidth(if (weather.limited) Bandwidth.of(2000000L) else Bandwidth.UNLIMITED)
  }

  /** Sends numbered messages at a steady pace through cuts that come and go, then lets it settle. */
  private def run(weather: Weather, channel: Channel, count: Int): TestNetwork = {
    val net = new TestNetwork(weather.seed, 2, profile(weather))
    (0 until count).foreach { i =>
      net.at(i * weather.paceMillis * SimTime.MILLISECOND, () => net.send(0, 1, channel, i.toLong))
    }
    weather.cuts.foreach { cut =>
      net.at(
        cut.atSecond * Second,
        () => {
          val one = JList.of(net.nodes.get(0))
          val other = JList.of(net.nodes.get(1))
          val partition =
            if (cut.oneWay) Partition.oneWay("cut", one, other) else Partition.isolate("cut", one)
          val id = net.network.partition(partition)
          net.at(
            net.queue.nowNanos() + cut.millis * SimTime.MILLISECOND,
            () => { val _ = net.network.heal(id) })
        })
    }
    net.drain()
    net
  }

  private def assertInOrderOnce(received: Seq[Long]): Unit =
    received.zip(received.drop(1)).foreach { case (a, b) =>
      assert(a < b, s"$b after $a")
    }

  property("a connection that lives delivers every message once and in order") {
    forAll(weathers(longestCutMillis = 8000), minSuccessful(60)) { weather =>
      val count = 400
      val net = run(weather, Channel.STORE, count)
      val received = net.received(1).asScala.map(_.longValue).toSeq
      val counters = net.counters(0, 1)

      assertInOrderOnce(received)
      assert(counters.sentMessages() == count)
      assert(counters.receivedMessages() == received.size)
      assert(counters.messagesInFlight() == 0)
      assert(received.size + counters.droppedMessages() == count)
      // Only a dial that failed may have cost messages: those are reported, and none else is lost.
      val refused = net.news(0, "unreachable").asScala.map(_.number).toSet
      val missing = (0L until count.toLong).toSet -- received.toSet
      assert(missing == refused)
    }
  }

  property("streams that are redialled deliver at most once and in order") {
    forAll(weathers(longestCutMillis = 15000), minSuccessful(60)) { weather =>
      val net = run(weather, Channel.REPLICATION, 400)
      val received = net.received(1).asScala.map(_.longValue).toSeq
      val counters = net.counters(0, 1)

      assertInOrderOnce(received)
      assert(counters.receivedMessages() == received.size)
      assert(counters.sentMessages() == 400)
      assert(counters.messagesInFlight() >= 0)
      assert(
        counters.sentMessages() ==
          counters.receivedMessages() + counters.droppedMessages() + counters.messagesInFlight())
    }
  }

  property("nothing that is sent across a cut arrives while it lasts") {
    forAll(weathers(longestCutMillis = 1), minSuccessful(30)) { weather =>
      val net = new TestNetwork(weather.seed, 2, profile(weather))
      val channels = Seq(Channel.STORE, Channel.RAFT_MESSAGE, Channel.GOSSIP)
      (0 until 300).foreach { i =>
        net.at(
          i * 50L * SimTime.MILLISECOND,
          () => net.send(0, 1, channels(i % channels.size), i.toLong))
      }
      val cutAt = 5 * Second
      net.runUntil(cutAt)
      val before = net.counters(0, 1).receivedMessages()
      net.network.partition(Partition.isolate("cut", JList.of(net.nodes.get(0))))
      // What is under way may still arrive; two seconds are more than any latency here.
      net.runUntil(cutAt + 2 * Second)
      val atRest = net.counters(0, 1).receivedMessages()
      net.runUntil(cutAt + 30 * Second)

      assert(before <= atRest)
      assert(net.counters(0, 1).receivedMessages() == atRest)
      net.received(1).asScala.map(_.longValue).foreach(number => assert(number * 50 <= 5000))
    }
  }
}
