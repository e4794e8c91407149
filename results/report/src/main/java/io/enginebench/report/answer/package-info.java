/** What a result comes to, in the words of somebody who has to choose. Start at {@link io.enginebench.report.answer.Answer}. */
package io.enginebench.report.answer;
