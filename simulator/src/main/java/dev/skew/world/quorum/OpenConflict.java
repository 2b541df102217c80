package dev.skew.world.quorum;

import java.util.List;

/**
 * A row whose versions wait to be merged.
 *
 * @param entity the key
 * @param versions the values that stand side by side, in the order of their dots
 * @param writers indexes of the nodes that coordinated them
 * @param valueHashes of the versions, in their order
 * @param sinceWallNanos when the newest of them was written, by its coordinator's clock
 * @param isManual whether no policy can merge them
 */
public record OpenConflict(
    String entity,
    List<String> versions,
    List<Integer> writers,
    List<Long> valueHashes,
    long sinceWallNanos,
    boolean isManual) {}
