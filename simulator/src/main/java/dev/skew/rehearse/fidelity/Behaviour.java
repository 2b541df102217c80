package dev.skew.rehearse.fidelity;

/**
 * Something that real clusters did in the recordings and that the simulated ones must do as well.
 *
 * @param number in the list of the recordings' description
 * @param happened whether the simulated clusters did it
 * @param evidence what was seen, in numbers
 */
public record Behaviour(int number, String what, boolean happened, String evidence) {}
