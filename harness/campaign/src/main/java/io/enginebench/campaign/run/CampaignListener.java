package io.enginebench.campaign.run;

import io.enginebench.data.sources.PreparedData;
import io.enginebench.record.cell.CellResult;
import io.enginebench.record.job.Job;
import io.enginebench.record.job.WorkerEvent;
import java.util.List;

/** Told of a campaign's progress. Calls come from several threads when jobs run side by side. */
public interface CampaignListener {
    /** One line about a step that may take a while, or that the user should know of. */
    void note(String line);

    /** A task's data is ready; the arrays should not be kept. */
    void dataReady(PreparedData data);

    /** The jobs are about to start; nothing of the plan can be refused any more. */
    void starting(List<Job.OfCells> jobs);

    /** Jobs are started once more, for one of them lost its process. */
    void again(List<Job.OfCells> jobs);

    /** A worker said something. */
    void progress(Job.OfCells job, WorkerEvent event);

    /** A cell ended, well or not. */
    void ended(CellResult cell);
}
