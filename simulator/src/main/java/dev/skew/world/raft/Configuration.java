package dev.skew.world.raft;

import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Who belongs to the group.
 *
 * @param voters in the order of {@link NodeId}
 * @param learners members without a vote, in the order of {@link NodeId}, none of them a voter
 */
public record Configuration(List<NodeId> voters, List<NodeId> learners) {

  public Configuration {
    voters = sortedCopy(voters);
    learners = sortedCopy(learners);
    for (NodeId learner : learners) {
      if (voters.contains(learner)) {
        throw new IllegalArgumentException(learner + " cannot be both voter and learner");
      }
    }
  }

  public static Configuration ofVoters(List<NodeId> voters) {
    return new Configuration(voters, List.of());
  }

  /** Voters and learners, in the order of {@link NodeId}. */
  public List<NodeId> members() {
    List<NodeId> members = new ArrayList<>(voters);
    members.addAll(learners);
    return sortedCopy(members);
  }

  public boolean contains(NodeId node) {
    return voters.contains(node) || learners.contains(node);
  }

  /** Smallest number of voters that is a majority. */
  public int quorum() {
    return voters.size() / 2 + 1;
  }

  /** How many voters any two majorities have in common at least: one of an odd number, else two. */
  public int commonOfMajorities() {
    return 2 * quorum() - voters.size();
  }

  /**
   * The configuration after a change. Adding what is there and removing what is not leave it as it
   * is; so does demoting a voter, and removing the last voter, which etcd both refuses.
   */
  public Configuration with(MembershipChange change) {
    List<NodeId> nextVoters = new ArrayList<>(voters);
    List<NodeId> nextLearners = new ArrayList<>(learners);
    NodeId node = change.node();
    switch (change.kind()) {
      case ADD_VOTER -> {
        nextLearners.remove(node);
        if (!nextVoters.contains(node)) {
          nextVoters.add(node);
        }
      }
      case ADD_LEARNER -> {
        if (!contains(node)) {
          nextLearners.add(node);
        }
      }
      case REMOVE -> {
        nextLearners.remove(node);
        if (nextVoters.size() > 1) {
          nextVoters.remove(node);
        }
      }
    }
    return new Configuration(nextVoters, nextLearners);
  }

  private static List<NodeId> sortedCopy(List<NodeId> nodes) {
    List<NodeId> sorted = new ArrayList<>(nodes);
    Collections.sort(sorted);
    for (int i = 1; i < sorted.size(); i++) {
      if (sorted.get(i).equals(sorted.get(i - 1))) {
        throw new IllegalArgumentException(sorted.get(i) + " is named twice");
      }
    }
    return List.copyOf(sorted);
  }
}
