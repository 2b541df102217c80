/**
 * Guards of the house itself: the order of the packages, the tidiness of the tree, and the proof
 * that every specification ran. They read sources, classes and reports, and nothing else.
 */
@NullMarked
package dev.skew.house;

import org.jspecify.annotations.NullMarked;
