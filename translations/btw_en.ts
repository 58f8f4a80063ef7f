<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>RemoveRun</name>
    <message numerus="yes">
        <source>%n epochs with their predictions and weights, and the run&apos;s saved model files, are deleted.</source>
        <translation>
            <numerusform>%n epoch with its predictions and weights, and the run&apos;s saved model files, are deleted.</numerusform>
            <numerusform>%n epochs with their predictions and weights, and the run&apos;s saved model files, are deleted.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TrainingProgress</name>
    <message numerus="yes">
        <source>Finished after %n epochs.</source>
        <translation>
            <numerusform>Finished after %n epoch.</numerusform>
            <numerusform>Finished after %n epochs.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Stopped after %n epochs, which are kept.</source>
        <translation>
            <numerusform>Stopped after %n epoch, which is kept.</numerusform>
            <numerusform>Stopped after %n epochs, which are kept.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Failed after %n epochs, which are kept.</source>
        <translation>
            <numerusform>Failed after %n epoch, which is kept.</numerusform>
            <numerusform>Failed after %n epochs, which are kept.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Verdict</name>
    <message numerus="yes">
        <source>%1 test rows</source>
        <translation>
            <numerusform>%1 test row</numerusform>
            <numerusform>%1 test rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 people</source>
        <translation>
            <numerusform>%1 person</numerusform>
            <numerusform>%1 people</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>btw::pages::CompareHead</name>
    <message numerus="yes">
        <source>Copied as %1, %2 rows.</source>
        <comment>a format</comment>
        <translation>
            <numerusform>Copied as %1, %2 row.</numerusform>
            <numerusform>Copied as %1, %2 rows.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>Words</name>
    <message numerus="yes">
        <source>%1 rows</source>
        <translation>
            <numerusform>%1 row</numerusform>
            <numerusform>%1 rows</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 people</source>
        <translation>
            <numerusform>%1 person</numerusform>
            <numerusform>%1 people</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n modalities</source>
        <translation>
            <numerusform>%n modality</numerusform>
            <numerusform>%n modalities</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n classes</source>
        <translation>
            <numerusform>%n class</numerusform>
            <numerusform>%n classes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>btw::pages::OutlookCard</name>
    <message numerus="yes">
        <source>%n models are unlike any trained here before</source>
        <translation>
            <numerusform>%n model is unlike any trained here before</numerusform>
            <numerusform>%n models are unlike any trained here before</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, from %n runs like these</source>
        <comment>a range of times</comment>
        <translation>
            <numerusform>%1, from %n run like these</numerusform>
            <numerusform>%1, from %n runs like these</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, from %n runs on this data, some of them with other settings</source>
        <comment>a range of times</comment>
        <translation>
            <numerusform>%1, from %n run on this data with other settings</numerusform>
            <numerusform>%1, from %n runs on this data, some of them with other settings</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1, a rough guess from %n runs, some of them on other data</source>
        <comment>a range of times</comment>
        <translation>
            <numerusform>%1, a rough guess from %n run on other data</numerusform>
            <numerusform>%1, a rough guess from %n runs, some of them on other data</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>btw::pages::ProblemList</name>
    <message numerus="yes">
        <source>And %n more of these.</source>
        <translation>
            <numerusform>And %n more of these.</numerusform>
            <numerusform>And %n more of these.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>btw::pages::QueueView</name>
    <message numerus="yes">
        <source>%n trainings wait from last time.</source>
        <translation>
            <numerusform>%n training waits from last time.</numerusform>
            <numerusform>%n trainings wait from last time.</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>btw::pages::StatusLine</name>
    <message numerus="yes">
        <source>%1, %n threads</source>
        <translation>
            <numerusform>%1, %n thread</numerusform>
            <numerusform>%1, %n threads</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Shown: %1, result of %n trainings</source>
        <comment>data</comment>
        <translation>
            <numerusform>Shown: %1, result of %n training</numerusform>
            <numerusform>Shown: %1, result of %n trainings</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>btw::pages::TrainingForm</name>
    <message numerus="yes">
        <source>This cohort has %1 training rows.</source>
        <translation>
            <numerusform>This cohort has %1 training row.</numerusform>
            <numerusform>This cohort has %1 training rows.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 trainings, one after the other, with seeds 1 to %2.</source>
        <translation>
            <numerusform>%1 training, with seed %2.</numerusform>
            <numerusform>%1 trainings, one after the other, with seeds 1 to %2.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>&amp;Train %n times</source>
        <translation>
            <numerusform>&amp;Train %n time</numerusform>
            <numerusform>&amp;Train %n times</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>btw::pages::QueueCard</name>
    <message numerus="yes">
        <source>%1, and %n models unlike any trained here before</source>
        <comment>time left</comment>
        <translation>
            <numerusform>%1, and %n model unlike any trained here before</numerusform>
            <numerusform>%1, and %n models unlike any trained here before</numerusform>
        </translation>
    </message>
</context>
</TS>
