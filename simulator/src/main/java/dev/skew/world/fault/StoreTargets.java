package dev.skew.world.fault;

import dev.skew.world.topology.NodeId;
import java.util.Optional;

/** The members of the quorum store, as far as operators act upon them. */
public interface StoreTargets {

  /** The role of those who keep rows. */
  String ROLE = "store";

  /** A world without such a store. */
  StoreTargets NONE =
      new StoreTargets() {
        @Override
        public Optional<String> refusal(QuarantineAct act, NodeId node) {
          return Optional.of("there is no store");
        }

        @Override
        public void carryOut(QuarantineAct act, NodeId node, ConsensusTargets.Answer answer) {
          throw new AssertionError("there is no store");
        }
      };

  /** Why nobody can be asked for it, empty where somebody can. */
  Optional<String> refusal(QuarantineAct act, NodeId node);

  /**
   * Asks a member to bring it before the others.
   *
   * @param answer told what came of it
   */
  void carryOut(QuarantineAct act, NodeId node, ConsensusTargets.Answer answer);
}
