package icy.bench.acceptance;

/** One promise and the way to find out whether it is kept. */
interface Line {
    /** One word, to ask for it. */
    String name();

    /** What is promised, in a few words. */
    String promise();

    /** @param quick a shortened run, for which some limits may be wider */
    Verdict check(boolean quick) throws Exception;
}
