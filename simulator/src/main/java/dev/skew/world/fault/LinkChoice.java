package dev.skew.world.fault;

import dev.skew.world.fault.FaultTargets.Links;
import dev.skew.world.fault.FaultTargets.Member;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;

/** Which links a network fault of chosen nodes works on. */
final class LinkChoice {

  private LinkChoice() {}

  static Links of(NetworkFault fault, List<NodeId> chosen, Choices choices) {
    List<NodeId> peers = peers(fault, chosen, choices);
    if (peers.isEmpty()) {
      throw new SelectionRefusedException(
          "every node is chosen, there is nobody at the other end of a link");
    }
    return switch (fault.reach().direction()) {
      case BOTH -> new Links(chosen, peers, true);
      case OUTBOUND -> new Links(chosen, peers, false);
      case INBOUND -> new Links(peers, chosen, false);
    };
  }

  private static List<NodeId> peers(NetworkFault fault, List<NodeId> chosen, Choices choices) {
    boolean cuts = fault instanceof NetworkFault.Partition;
    NodeSelector selector = fault.reach().peers();
    List<NodeId> peers = new ArrayList<>();
    if (!selector.equals(NodeSelector.REST)) {
      peers.addAll(choices.of(selector));
    } else {
      for (Member member : choices.members()) {
        if (!cuts || fault.reach().clients() || !member.isClient()) {
          peers.add(member.id());
        }
      }
    }
    // A partition is between the chosen and the others; anything else also works among the chosen.
    if (cuts) {
      peers.removeAll(chosen);
    }
    return peers;
  }
}
