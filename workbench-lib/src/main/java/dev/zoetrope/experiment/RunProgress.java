package dev.zoetrope.experiment;

/**
 * How far a run is.
 *
 * @param cells all questions that can be asked
 * @param finished of them, those of earlier parts of the run included
 * @param ended questions that ended in this part
 * @param failed requests in this part that failed, those asked again included
 * @param nanos since the first question of this part
 */
public record RunProgress(int cells, int finished, int ended, int failed, long nanos) {}
