package dev.skew.world.fault;

import dev.skew.world.fault.NodeSelector.Group;
import dev.skew.world.fault.NodeSelector.Named;
import dev.skew.world.fault.RaftAct.AddMember;
import dev.skew.world.fault.RaftAct.MoveLeader;
import dev.skew.world.fault.RaftAct.Promote;
import dev.skew.world.fault.RaftAct.Rejoin;
import dev.skew.world.fault.RaftAct.RemoveMember;
import dev.skew.world.fault.RaftAct.ReplayWal;
import dev.skew.world.fault.RaftAct.StepDown;
import java.time.Duration;
import java.util.List;

/** The commands of the consensus group's operators. */
final class RaftVerbs {

  private static final String GROUP = "raft";

  private static final Flag<NodeSelector> TO =
      new Flag<>(
          "to",
          "NODE",
          RaftVerbs::one,
          NodeSelector::toString,
          null,
          "who shall lead: etcd-1, or follower (one of them)");
  private static final Flag<NodeSelector> CLAIMANTS =
      Flag.nodes("nodes", NodeSelector.ALL, "which; all who believe that they lead where absent");
  private static final Flag<NodeSelector> MEMBER =
      new Flag<>(
          "node",
          "NODE",
          RaftVerbs::one,
          NodeSelector::toString,
          null,
          "who: etcd-3, or follower (one of them)");
  private static final Flag<Duration> DOWN =
      Flag.duration("down", Duration.ofSeconds(1), "from its end to its start");

  private static final Flag<NodeSelector> PARTITION =
      Flag.nodes("nodes", null, "the members that are to be the cluster");
  private static final Flag<Boolean> FORCE =
      Flag.toggle("force", "as a new cluster, without a quorum (etcd --force-new-cluster)");
  private static final Flag<NodeSelector> JOINING =
      Flag.nodes("nodes", null, "which members, as etcd-3,etcd-4");
  private static final Flag<NodeSelector> WAL_OF =
      new Flag<>(
          "node",
          "NODE",
          RaftVerbs::named,
          NodeSelector::toString,
          null,
          "whose WAL, as etcd-3; it may be down");

  static final List<Verb<?>> ALL =
      List.of(
          Verb.of(GROUP, "move-leader", MoveLeader.class)
              .on(TO)
              .atOnce()
              .make("hand the leadership over (etcdctl move-leader)", args -> new MoveLeader()),
          Verb.of(GROUP, "step-down", StepDown.class)
              .on(CLAIMANTS)
              .onAllNodes()
              .atOnce()
              .with(DOWN, StepDown::down)
              .make(
                  "let leaders hand over, end and start again (kill -TERM)",
                  args -> new StepDown(args.get(DOWN))),
          Verb.of(GROUP, "promote", Promote.class)
              .on(PARTITION)
              .atOnce()
              .with(FORCE, Promote::force)
              .make(
                  "let a partition be the cluster, and stop the members outside it",
                  args -> new Promote(args.get(FORCE))),
          Verb.of(GROUP, "rejoin", Rejoin.class)
              .on(JOINING)
              .atOnce()
              .make(
                  "start members with the leader's data (member remove, member add)",
                  args -> new Rejoin()),
          Verb.of(GROUP, "replay-wal", ReplayWal.class)
              .on(WAL_OF)
              .atOnce()
              .make(
                  "ask again for writes of a member's WAL that the log contradicts",
                  args -> new ReplayWal()),
          Verb.of(GROUP, "add-member", AddMember.class)
              .on(MEMBER)
              .atOnce()
              .make("let a spare node join (etcdctl member add)", args -> new AddMember()),
          Verb.of(GROUP, "remove-member", RemoveMember.class)
              .on(MEMBER)
              .atOnce()
              .make(
                  "take a member out for good (etcdctl member remove)",
                  args -> new RemoveMember()));

  private RaftVerbs() {}

  private static NodeSelector named(String text) {
    NodeSelector selector = SelectorText.read(text);
    if (selector.amount() instanceof Named chosen && chosen.names().size() == 1) {
      return selector;
    }
    throw new IllegalArgumentException("must be the name of one member, got " + text);
  }

  private static NodeSelector one(String text) {
    NodeSelector selector = SelectorText.read(text);
    boolean plain = selector.role() == null && selector.region() == null;
    boolean single = selector.amount() instanceof Named chosen && chosen.names().size() == 1;
    if (plain && (single || selector.amount() == Group.FOLLOWER)) {
      return selector;
    }
    throw new IllegalArgumentException("must be the name of one member or follower, got " + text);
  }
}
