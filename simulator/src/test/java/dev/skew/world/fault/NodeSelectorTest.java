package dev.skew.world.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.skew.kernel.Seed;
import dev.skew.world.fault.FaultCommand.Require;
import dev.skew.world.fault.FaultTargets.Member;
import dev.skew.world.topology.NodeId;
import dev.skew.world.topology.Region;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A selector means what it says, whatever the draw. */
class NodeSelectorTest {

  private static final int SEEDS = 200;
  private static final List<Member> MEMBERS = members(5, 5, 2);

  @ParameterizedTest
  @CsvSource({
    "1%, 1",
    "9%, 1",
    "10%, 1",
    "15%, 2",
    "20%, 2",
    "24.9%, 2",
    "25%, 3",
    "40%, 4",
    "100%, 10",
    "3, 3",
    "10, 10",
    "all, 10",
    "minority, 4",
    "majority, 6",
    "followers, 4",
    "leader, 1",
    "40%/role:etcd, 2",
    "role:client, 2",
    "50%/region:west, 3",
    "etcd-0/role:store, 1",
    "'etcd-4,store-0,etcd-4', 2",
    "100%/role:store/region:east, 2"
  })
  void asManyAreChosenAsWasSaid(String selector, int count) {
    for (int seed = 0; seed < SEEDS; seed++) {
      assertThat(choose(selector, MEMBERS, seed)).hasSize(count).isSorted();
    }
  }

  @Test
  void aShareIsSpreadOverTheRolesInProportion() {
    for (int seed = 0; seed < SEEDS; seed++) {
      List<NodeId> chosen = choose("40%", MEMBERS, seed);
      assertThat(chosen).filteredOn(node -> node.name().startsWith("etcd")).hasSize(2);
      assertThat(chosen).filteredOn(node -> node.name().startsWith("store")).hasSize(2);
    }
  }

  @Test
  void everyNodeComesUpAndWhatIsLeftOverInATieIsDrawn() {
    Set<NodeId> chosen = new TreeSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      chosen.addAll(choose("10%", MEMBERS, seed));
    }

    assertThat(chosen).hasSize(10);
  }

  @Test
  void theSameSeedChoosesTheSame() {
    assertThat(choose("40%", MEMBERS, 7)).isEqualTo(choose("40%", MEMBERS, 7));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "11 | 11 nodes are wanted, there are 10",
        "6/role:etcd | 6 nodes are wanted, there are 5 of role etcd",
        "etcd-5 | there is no node etcd-5; did you mean etcd-0?",
        "role:sotre | there is no role sotre; did you mean store?",
        "region:nroth | there is no region nroth; known are west, east",
        "leader/role:store | the leader etcd-0 is none of role store",
        "rest | rest is for the other end of links only",
      })
  void whatIsNotThereIsRefused(String selector, String message) {
    assertThatThrownBy(() -> choose(selector, MEMBERS, 1))
        .isInstanceOf(SelectionRefusedException.class)
        .hasMessage(message);
  }

  @Test
  void aLeaderThatIsNotThereIsRefused() {
    NodeSelector leader = FaultGrammar.selector("leader");

    assertThatThrownBy(() -> leader.choose(MEMBERS, Optional.empty(), new Seed(1).random()))
        .hasMessage("there is no leader now");
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "fits",
      value = {
        "etcd-0 'etcd-1', MINORITY, fits",
        "etcd-0 etcd-1 etcd-2, MINORITY, 3 of 5 etcd nodes are no minority; at most 2 would be one",
        "etcd-0 etcd-1 etcd-2, MAJORITY, fits",
        "etcd-0 etcd-1, MAJORITY, 2 of 5 etcd nodes are no majority; at least 3 would be one",
        "client-0, MINORITY, 1 of 2 client nodes are no minority; at most 0 would be one",
        "etcd-0 etcd-1 etcd-2, ANY, fits",
      })
  void aChoiceThatIsNotWhatIsRequiredIsRefused(String names, Require require, String message) {
    List<NodeId> chosen = choose(names.replace("'", "").replace(' ', ','), MEMBERS, 1);

    if (message == null) {
      NodeSelector.require(require, chosen, MEMBERS);
      assertThat(chosen).isNotEmpty();
    } else {
      assertThatThrownBy(() -> NodeSelector.require(require, chosen, MEMBERS))
          .isInstanceOf(SelectionRefusedException.class)
          .hasMessage(message);
    }
  }

  @Test
  void threeNodesOutOfOneThousandAreDrawnFairly() {
    List<Member> many = members(1000, 0, 0);
    Set<NodeId> chosen = new TreeSet<>();
    for (int seed = 0; seed < SEEDS; seed++) {
      chosen.addAll(choose("3", many, seed));
    }

    assertThat(chosen.size()).isGreaterThan(400);
  }

  private static List<NodeId> choose(String selector, List<Member> members, long seed) {
    return FaultGrammar.selector(selector)
        .choose(members, Optional.of(members.get(0).id()), new Seed(seed).random());
  }

  private static List<Member> members(int etcd, int store, int client) {
    List<Member> members = new ArrayList<>();
    add(members, "etcd", etcd);
    add(members, "store", store);
    add(members, "client", client);
    return members;
  }

  private static void add(List<Member> members, String role, int count) {
    for (int i = 0; i < count; i++) {
      NodeId id = new NodeId(members.size(), role + "-" + i);
      members.add(new Member(id, role, new Region(i % 2 == 0 ? "west" : "east")));
    }
  }
}
