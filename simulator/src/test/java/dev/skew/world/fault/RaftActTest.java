package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.world.topology.NodeId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Commands about the consensus group: how they are read, whom they mean, what comes of them. */
class RaftActTest {

  private final RecordedWorld world = new RecordedWorld();
  private final RecordedGroup group = new RecordedGroup();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "chaos raft move-leader --to etcd-1 |",
        "chaos raft step-down |",
        "chaos raft move-leader --to client-0 | etcdserver: bad leader transferee",
        "chaos raft promote --nodes client-0 | client-0 is a client and no member of the consensus"
            + " group",
        "chaos raft add-member --node client-0 | client-0 is a client and can be no member",
        "chaos raft remove-member --node client-0 | etcdserver: member not found",
        "chaos raft move-leader --to etcd-9 | there is no node etcd-9; did you mean etcd-0?",
        "chaos raft step-down --nodes client-0 | client-0 is a client and no member of the"
            + " consensus group",
        "chaos node lie --what vote --probability 0.5 |",
        "chaos node lie --what vote --probability 0.5 --nodes etcd-1,client-0 | client-0 is a"
            + " client, only members of the consensus group can lie about votes",
        "chaos node lie --probability 0.5 | there are no nodes of role store, which alone can lie",
      })
  void whatNoRunCouldDoIsToldBefore(String line, @Nullable String reason)
      throws FaultSyntaxException {
    List<String> refusals =
        Feasibility.refusals(FaultGrammar.parse(line), world.members(), ServiceMap.EMPTY);

    assertThat(refusals).isEqualTo(reason == null ? List.of() : List.of(reason));
  }

  @Test
  void aWorldWithoutAGroupSaysSo() throws FaultSyntaxException {
    assertThat(
            Feasibility.refusals(
                FaultGrammar.parse("chaos raft step-down"), List.of(), ServiceMap.EMPTY))
        .containsExactly("there is no consensus group, the topology has no nodes of role etcd");
  }

  @Test
  void whatTheToolSaysIsInTheTrace() throws FaultSyntaxException {
    world.operated(group);

    world.nemesis().inject("1", FaultGrammar.parse("chaos raft move-leader --to etcd-1"));
    group.answer.onAnswer(true, "Leadership transferred from etcd-0 to etcd-1");

    assertThat(group.done).containsExactly("MoveLeader[] [etcd-1]");
    assertThat(world.lines())
        .containsExactly(
            "0s fault-injected etcd-1", "0s act-done Leadership transferred from etcd-0 to etcd-1");
    assertThat(world.nemesis().isDisturbing()).isFalse();
  }

  @Test
  void whereNobodyIsNamedAllWhoBelieveThatTheyLeadStepDown() throws FaultSyntaxException {
    world.operated(group);
    group.claimants = List.of(world.member(0).id(), world.member(3).id());

    world.nemesis().inject("1", FaultGrammar.parse("chaos raft step-down"));

    assertThat(group.done).containsExactly("StepDown[down=PT1S] [etcd-0, etcd-3]");
  }

  @Test
  void nobodyStepsDownWhereNobodyLeads() throws FaultSyntaxException {
    world.operated(group);
    world.schedule(
        TimelineEntry.at(Duration.ofSeconds(1), FaultGrammar.parse("chaos raft step-down")));

    world.run();

    assertThat(world.lines()).containsExactly("1s fault-refused no member believes that it leads");
    assertThat(group.done).isEmpty();
  }

  @Test
  void whatTheToolRefusesIsNotBegun() throws FaultSyntaxException {
    world.operated(group);
    group.refusal = Optional.of("no leader endpoint given at [etcd-0]");
    world.schedule(
        TimelineEntry.at(
            Duration.ofSeconds(1), FaultGrammar.parse("chaos raft move-leader --to etcd-1")));

    world.run();

    assertThat(world.lines())
        .containsExactly("1s fault-refused no leader endpoint given at [etcd-0]");
    assertThat(group.done).isEmpty();
  }

  /** A group that writes down what is done to it. */
  private static final class RecordedGroup implements ConsensusTargets {

    private final List<String> done = new ArrayList<>();
    private List<NodeId> claimants = List.of();
    private Optional<String> refusal = Optional.empty();
    private Answer answer = (well, text) -> {};

    @Override
    public List<NodeId> claimants() {
      return claimants;
    }

    @Override
    public Optional<String> refusal(RaftAct act, List<NodeId> nodes) {
      return refusal;
    }

    @Override
    public void carryOut(RaftAct act, List<NodeId> nodes, Answer told) {
      done.add(act + " " + nodes);
      answer = told;
    }
  }
}
