package dev.skew.world.fault;

import dev.skew.world.topology.NodeId;
import java.util.List;
import java.util.Optional;

/** What operators of the consensus group act upon. */
public interface ConsensusTargets {

  /** The role of the members. */
  String ROLE = "etcd";

  /** A world without such a group. */
  ConsensusTargets NONE =
      new ConsensusTargets() {
        @Override
        public List<NodeId> claimants() {
          return List.of();
        }

        @Override
        public Optional<String> refusal(RaftAct act, List<NodeId> nodes) {
          return Optional.empty();
        }

        @Override
        public void carryOut(RaftAct act, List<NodeId> nodes, Answer answer) {}
      };

  /** Who believes now that it leads, in the order of {@link NodeId}. */
  List<NodeId> claimants();

  /** Why the tool with which one would do it does not even try; empty when it does. */
  Optional<String> refusal(RaftAct act, List<NodeId> nodes);

  /**
   * Begins an act.
   *
   * @param answer told once what the tool prints in the end; never for what prints nothing
   */
  void carryOut(RaftAct act, List<NodeId> nodes, Answer answer);

  /** What a tool says when it is done. */
  @FunctionalInterface
  interface Answer {

    /**
     * The tool ends.
     *
     * @param done whether it did what it was told
     * @param text in its own words
     */
    void onAnswer(boolean done, String text);
  }
}
