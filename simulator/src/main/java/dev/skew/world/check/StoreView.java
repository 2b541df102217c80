package dev.skew.world.check;

import dev.skew.world.topology.NodeId;
import java.util.Collection;
import java.util.List;

/** What replicas hold, as an outsider who sees all may look at them. Read-only. */
public interface StoreView {

  /** Every key that some replica holds, in a total order. */
  Collection<String> keys();

  /** The replicas that are responsible for a key and alive, always in the same order. */
  List<NodeId> owners(String key);

  /** What a replica holds: empty for an absent key, more than one value for siblings, in order. */
  List<String> values(NodeId owner, String key);
}
