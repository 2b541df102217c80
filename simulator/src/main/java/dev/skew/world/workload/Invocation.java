package dev.skew.world.workload;

import dev.skew.world.kv.Operation;
import dev.skew.world.topology.NodeId;

/**
 * An operation that a client began.
 *
 * @param id dense from 0 in the order in which a history's operations began
 * @param session number of the session within its client, from 0
 * @param requestId the request's, unique per client; of the first attempt where there are several
 * @param node whom the client asked, first
 */
public record Invocation(
    long id,
    NodeId client,
    int session,
    long requestId,
    NodeId node,
    Operation operation,
    boolean critical,
    long invokedNanos) {}
