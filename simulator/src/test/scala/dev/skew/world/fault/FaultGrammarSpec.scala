package dev.skew.world.fault

import java.time.Duration
import org.scalacheck.Gen
import org.scalatest.propspec.AnyPropSpec
import org.scalatestplus.scalacheck.ScalaCheckPropertyChecks

/** Whatever can be written can be read back to the same. */
class FaultGrammarSpec extends AnyPropSpec with ScalaCheckPropertyChecks {

  implicit override val generatorDrivenConfig: PropertyCheckConfiguration =
    PropertyCheckConfiguration(minSuccessful = 500)

  private val duration: Gen[Duration] =
    Gen.oneOf(
      Gen.choose(0L, 100L).map(Duration.ofSeconds),
      Gen.choose(0L, 86400L * 30 * 1000).map(Duration.ofMillis),
      Gen.choose(0L, 1000000000000L).map(Duration.ofNanos))
  private val positive: Gen[Duration] = duration.map(_.plusNanos(1))
  private val signed: Gen[Duration] =
    Gen.zip(duration, Gen.oneOf(true, false)).map { case (size, back) => if (back) size.negated else size }
  private val ratio: Gen[Double] =
    Gen.oneOf(
      Gen.choose(0, 100).map(_ / 100.0),
      Gen.choose(0.0, 1.0),
      Gen.choose(0, 300).map(math.pow(0.1, _)))
  private val below: Gen[Double] = ratio.map(value => math.min(value, 0.99))
  private val name: Gen[String] =
    Gen.zip(Gen.alphaLowerChar, Gen.listOf(Gen.oneOf(Gen.alphaNumChar, Gen.const('-'))))
      .map { case (head, tail) => (head :: tail.take(20)).mkString }
      .suchThat(word => NodeSelector.Group.values.forall(_.label != word))

  private val amount: Gen[NodeSelector.Amount] =
    Gen.oneOf(
      Gen.choose(1, 1000).map(new NodeSelector.Count(_)),
      ratio.suchThat(_ > 0).map(new NodeSelector.Share(_)),
      Gen.nonEmptyListOf(name).map { names =>
        val list = new java.util.ArrayList[String]
        names.take(4).foreach(list.add)
        new NodeSelector.Named(list)
      },
      Gen.oneOf(NodeSelector.Group.values.toSeq.filter(_ != NodeSelector.Group.REST)))
  private val selector: Gen[NodeSelector] =
    for {
      what <- amount
      role <- Gen.option(name)
      region <- Gen.option(name)
    } yield new NodeSelector(what, role.orNull, region.orNull)

  private val reach: Gen[Reach] =
    for {
      direction <- Gen.oneOf(Direction.values.toSeq)
      peers <- Gen.option(selector)
    } yield new Reach(direction, peers.getOrElse(NodeSelector.REST), false)

  private val network: Gen[Fault] = Gen.oneOf(
    Gen.zip(reach, Gen.oneOf(true, false)).map { case (links, clients) =>
      new NetworkFault.Partition(new Reach(links.direction, links.peers, clients))
    },
    Gen.zip(duration, duration, below, Gen.oneOf(NetworkFault.Spread.values.toSeq), reach).map {
      case (latency, jitter, correlation, spread, links) =>
        new NetworkFault.Delay(latency, jitter, correlation, spread, links)
    },
    Gen.zip(ratio, below, reach).map { case (p, c, links) => new NetworkFault.Loss(p, c, 1, links) },
    Gen.zip(ratio, Gen.choose(1.0, 100.0), reach).map { case (p, burst, links) =>
      new NetworkFault.Loss(p, 0, burst, links)
    },
    Gen.zip(ratio, below, reach).map { case (p, c, links) => new NetworkFault.Duplicate(p, c, links) },
    Gen.zip(ratio, below, Gen.choose(1, 50), reach).map { case (p, c, gap, links) =>
      new NetworkFault.Reorder(p, c, gap, links)
    },
    Gen.zip(ratio, below, reach).map { case (p, c, links) => new NetworkFault.Corrupt(p, c, links) },
    Gen.zip(Gen.choose(1L, 100000000000L), reach).map { case (bits, links) =>
      new NetworkFault.Bandwidth(bits, links)
    })

  /** A store's ways to lie, or that of a member of the consensus group. */
  private val untruths: Gen[Seq[Untruth]] = Gen.oneOf(
    Gen.someOf(Untruth.values.toSeq.filter(_ != Untruth.VOTE)).map(_.toSeq).suchThat(_.nonEmpty),
    Gen.const(Seq(Untruth.VOTE)))

  private val node: Gen[Fault] = Gen.oneOf(
    Gen.oneOf(NodeFault.CrashKind.values.toSeq).map(new NodeFault.Crash(_)),
    Gen.const(new NodeFault.Pause()),
    Gen.choose(1.0, 1000.0).map(new NodeFault.Slow(_)),
    Gen.zip(ratio.suchThat(_ > 0), untruths).map {
      case (probability, what) =>
        val kinds = new java.util.HashSet[Untruth]
        what.foreach(kinds.add)
        new NodeFault.Lie(probability, kinds)
    },
    duration.map(new NodeFault.Disk(NodeFault.DiskTrouble.SLOW, _)),
    Gen.oneOf(NodeFault.DiskTrouble.STALL, NodeFault.DiskTrouble.FULL)
      .map(new NodeFault.Disk(_, Duration.ZERO)))

  private val time: Gen[Fault] = Gen.oneOf(
    Gen.choose(-500000.0, 500000.0).map(new TimeFault.Drift(_)),
    Gen.choose(-1000, 1000).map(millis => new TimeFault.Drift(millis * 1000 / 60.0)),
    signed.map(new TimeFault.Jump(_)),
    signed.map(new TimeFault.Ntp(TimeFault.NtpState.WRONG, _)),
    Gen.oneOf(TimeFault.NtpState.OFF, TimeFault.NtpState.ON)
      .map(new TimeFault.Ntp(_, Duration.ZERO)))

  private val atOnce: Gen[Fault] = Gen.oneOf(
    Gen.const(new NetworkFault.Heal()),
    duration.map(new NodeFault.Restart(_)),
    Gen.oneOf(TimeFault.LeapMode.values.toSeq).map(new TimeFault.Leap(_)),
    Gen.const(new TimeFault.Ntp(TimeFault.NtpState.SYNC, Duration.ZERO)))

  private val withNodes: Gen[FaultCommand] =
    for {
      lasts <- Gen.oneOf(true, false)
      fault <- if (lasts) Gen.oneOf(network, node, time) else atOnce
      nodes <- selector
      require <- Gen.oneOf(FaultCommand.Require.values.toSeq)
      lasting <- Gen.option(positive)
    } yield new FaultCommand(fault, nodes, require, if (lasts) lasting.orNull else null)

  private val anyOf: Gen[NodeSelector] = amount.map(new NodeSelector(_, null, null))
  private val threads = Gen.oneOf(ReplicationFault.Threads.values.toSeq)
  private val replication: Gen[FaultCommand] = Gen.oneOf(
    Gen.zip(duration, anyOf, Gen.option(positive)).map { case (latency, replicas, lasting) =>
      new FaultCommand(
        new ReplicationFault.Throttle(latency), replicas, FaultCommand.Require.ANY, lasting.orNull)
    },
    Gen.zip(threads, anyOf, Gen.option(positive)).map { case (thread, replicas, lasting) =>
      new FaultCommand(
        new ReplicationFault.Stop(thread), replicas, FaultCommand.Require.ANY, lasting.orNull)
    },
    Gen.zip(threads, anyOf).map { case (thread, replicas) =>
      FaultCommand.of(new ReplicationFault.Start(thread), replicas)
    },
    Gen.zip(Gen.oneOf(true, false), name).map { case (force, server) =>
      FaultCommand.of(new ReplicationFault.Promote(force), NodeSelector.named(server))
    },
    Gen.zip(name, Gen.oneOf(true, false), anyOf).map { case (source, force, replicas) =>
      FaultCommand.of(new ReplicationFault.Follow(source, force), replicas)
    },
    Gen.zip(Gen.oneOf(true, false), anyOf).map { case (on, replicas) =>
      FaultCommand.of(new ReplicationFault.ReadOnly(on), replicas)
    },
    anyOf.map(FaultCommand.of(new ReplicationFault.Rebuild(), _)))

  private val withoutNodes: Gen[FaultCommand] = Gen.oneOf(
    Gen.const(FaultCommand.of(new Fault.Clear(), NodeSelector.ALL)),
    Gen.zip(Gen.oneOf(Gen.const(""), name), Gen.choose(0.0, 1000.0), Gen.option(positive)).map {
      case (workload, factor, lasting) =>
        new FaultCommand(
          new Fault.Workload(workload, factor),
          NodeSelector.ALL,
          FaultCommand.Require.ANY,
          lasting.orNull)
    })

  private val command: Gen[FaultCommand] =
    Gen.frequency(9 -> withNodes, 2 -> replication, 1 -> withoutNodes)

  property("a command is read back to the same") {
    forAll(command) { original =>
      val line = FaultGrammar.render(original)
      assert(FaultGrammar.parse(line) == FaultScript.of(original), line)
    }
  }

  property("a line of several commands is read back to the same") {
    val steps = Gen.zip(command, Gen.listOf(Gen.zip(duration, command))).map { case (first, more) =>
      val list = new java.util.ArrayList[FaultScript.Step]
      var passed = Duration.ZERO
      list.add(new FaultScript.Step(passed, first))
      more.take(4).foreach { case (pause, next) =>
        passed = passed.plus(Duration.ofMillis(pause.toMillis % 86400000))
        list.add(new FaultScript.Step(passed, next))
      }
      new FaultScript(list)
    }
    forAll(steps) { original =>
      val line = FaultGrammar.render(original)
      assert(FaultGrammar.parse(line) == original, line)
    }
  }

  property("nonsense is refused, never anything else") {
    val words = Gen.oneOf(
      "chaos", "network", "partition", "delay", "time", "drift", "--nodes", "--rate", "40%", "&&",
      "sleep", "sudo", "tc", "qdisc", "add", "dev", "eth0", "root", "netem", "loss", "date", "-s",
      "iptables", "-A", "INPUT", "-j", "DROP", "'", "\"", "=", "--duration=", "5s", "-1", "leader")
    forAll(Gen.listOf(Gen.oneOf(words, Gen.asciiPrintableStr))) { nonsense =>
      val line = nonsense.mkString(" ")
      try {
        val script = FaultGrammar.parse(line)
        assert(FaultGrammar.parse(FaultGrammar.render(script)) == script, line)
      } catch {
        case refused: FaultSyntaxException => assert(!refused.mistakes.isEmpty, line)
      }
    }
  }

  property("quantities are read back to the same") {
    forAll(duration) { value =>
      assert(Quantities.duration(Quantities.duration(value)) == value)
    }
    forAll(Gen.choose(-500000.0, 500000.0)) { ppm =>
      assert(Quantities.rate(Quantities.rate(ppm)) == ppm)
    }
    forAll(ratio) { share =>
      assert(Quantities.share(Quantities.share(share)) == share)
    }
    forAll(Gen.choose(0L, 1L << 40)) { count =>
      assert(Quantities.size(Quantities.size(count)) == count)
      assert(Quantities.bandwidth(Quantities.bandwidth(count)) == count)
    }
  }
}
