package dev.skew.world.fault;

import dev.skew.kernel.TraceEvent;
import dev.skew.kernel.TraceFields;
import dev.skew.world.topology.NodeId;
import java.util.List;

/** What the nemesis leaves in the trace. */
public sealed interface FaultEvent extends TraceEvent {

  /** The timeline entry's name, or the operator's command id. */
  String entry();

  /** What was done, or was to be done. */
  FaultCommand command();

  /** The command as an operator types it. */
  default String line() {
    return FaultGrammar.render(command());
  }

  /** A fault began on the nodes that were chosen. */
  record Injected(String entry, FaultCommand command, List<NodeId> nodes) implements FaultEvent {

    public Injected {
      nodes = List.copyOf(nodes);
    }

    @Override
    public String kind() {
      return "fault-injected";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("entry", entry).put("command", line()).put("nodes", names(nodes));
    }
  }

  /** A fault ended, by itself or because someone ended it. */
  record Cleared(String entry, FaultCommand command, List<NodeId> nodes) implements FaultEvent {

    public Cleared {
      nodes = List.copyOf(nodes);
    }

    @Override
    public String kind() {
      return "fault-cleared";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("entry", entry).put("command", line()).put("nodes", names(nodes));
    }
  }

  /** A command could not be carried out. */
  record Refused(String entry, FaultCommand command, String reason) implements FaultEvent {

    @Override
    public String kind() {
      return "fault-refused";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("entry", entry).put("command", line()).put("reason", reason);
    }
  }

  /**
   * What the tool said with which an operator acted.
   *
   * @param done whether it did what it was told
   */
  record Answered(String entry, FaultCommand command, boolean done, String answer)
      implements FaultEvent {

    @Override
    public String kind() {
      return done ? "act-done" : "act-failed";
    }

    @Override
    public void describe(TraceFields fields) {
      fields.put("entry", entry).put("command", line()).put("answer", answer);
    }
  }

  private static String names(List<NodeId> nodes) {
    StringBuilder names = new StringBuilder();
    for (NodeId node : nodes) {
      names.append(names.isEmpty() ? "" : ",").append(node.name());
    }
    return names.toString();
  }
}
