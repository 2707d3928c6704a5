/* Gangs of two members, one a node, beside single jobs: steps in one order over all words, back in reverse, and planned again
 * after a lost race.
 *
 *  (6) a gang is whole or absent, and one that was rolled back leaves no trace
 *  (2) no headroom is overdrawn; devices held are covered by the watts of their rack
 *  every run ends: no claimer waits for another, and they cannot undo each other for ever (run with a search for cycles: there
 *      are none at all, although a claimer tries again as often as a plan says that it fits)
 */
#include "fleet.inc"

/* The words in the order of a claim: headroom of rack 0 and 1, headroom of the pool, node words 0 and 1, side words 0 and 1. */
#define STEPS 7
#define POOL 2
#define FIRST_NODE 3
#define IS_NODE(at) (at == 3 || at == 4)
#define NODE(at) (at < 2 -> at : (at < 5 -> at - FIRST_NODE : at - 5))
#define WANTED(at) (at == POOL || (members >> NODE(at)) & 1)
#define AMOUNT(at) (at == POOL -> need * COUNT(members) : need)
#define CAPACITY(at) (at == 0 -> 2 : (at == POOL -> 5 : (at == 1 -> 4 : (IS_NODE(at) -> ALL : (at == 5 -> 2 : 1)))))

short word[STEPS];
byte ghostLive[6];                              /* devices of whole claims, by claimer and node */
#define LIVE(node) (COUNT(ghostLive[node]) + COUNT(ghostLive[2 + node]) + COUNT(ghostLive[4 + node]))
#define LIVE_OF(at) (at == POOL -> LIVE(0) + LIVE(1) : LIVE(NODE(at)))
#define LEFT(at) (IS_NODE(at) -> COUNT(word[at]) : word[at])

mtype = { IDLE, DONE, PLAN, TAKE, GIVE, NEXT };

#ifdef ORDERS_DIFFER                            /* mutant: odd claimers take their steps from the other end */
#define AT (me & 1 -> STEPS - 1 - step : step)
#else
#define AT step
#endif
#ifdef FORGETS_ONE                              /* mutant: the rollback leaves out the step before the one that failed */
#define UNDONE 2
#else
#define UNDONE 1
#endif

#define BEGIN(nodes, count) operations++; members = nodes; ghostAsked = nodes; need = count; pc = PLAN

proctype Claimer(byte me) {
	byte operations, members, ghostAsked, need, step, at, again;
	byte mask[NODES];
	mtype pc = IDLE;
end:	do
	:: d_step { pc == IDLE && operations == OPERATIONS -> pc = DONE; finished++ }
	:: d_step { pc == IDLE && operations < OPERATIONS && !ghostLive[me * 2] && !ghostLive[me * 2 + 1] -> BEGIN(3, 1) }
	:: d_step { pc == IDLE && operations < OPERATIONS && !ghostLive[me * 2] && !ghostLive[me * 2 + 1] -> BEGIN(3, 2) }
	:: d_step { pc == IDLE && operations < OPERATIONS && !ghostLive[me * 2] && !ghostLive[me * 2 + 1] -> BEGIN(1, 1) }
	:: d_step { pc == IDLE && operations < OPERATIONS && !ghostLive[me * 2] && !ghostLive[me * 2 + 1] -> BEGIN(2, 2) }
	:: d_step { pc == IDLE && operations < OPERATIONS && (ghostLive[me * 2] || ghostLive[me * 2 + 1]) ->
		operations++;
		mask[0] = ghostLive[me * 2]; mask[1] = ghostLive[me * 2 + 1];
		ghostLive[me * 2] = 0; ghostLive[me * 2 + 1] = 0;
		members = (mask[0] -> 1 : 0) + (mask[1] -> 2 : 0);
		need = (mask[0] -> COUNT(mask[0]) : COUNT(mask[1]));
		step = STEPS - 1; pc = GIVE }

	/* Plan: one reading a word. What does not fit ends the claim; what fits is tried. */
	:: d_step { pc == PLAN ->
		if
		:: WANTED(step) && LEFT(step) < AMOUNT(step) -> pc = NEXT
		:: else ->
			if
			:: IS_NODE(step) && WANTED(step) ->
				mask[NODE(step)] = (need == 2 -> ALL : (word[step] & 1 -> 1 : 2))
			:: else -> skip
			fi;
			step++;
			pc = (step == STEPS -> TAKE : PLAN);
			step = (step == STEPS -> 0 : step)
		fi }

	/* Take word by word. A shortage undoes what was taken, in reverse, and plans again. */
	:: d_step { pc == TAKE ->
		at = AT;
		if
		:: !WANTED(at) -> step++
		:: WANTED(at) && IS_NODE(at) && (word[at] & mask[NODE(at)]) == mask[NODE(at)] ->
			word[at] = word[at] - mask[NODE(at)]; step++
		:: WANTED(at) && !IS_NODE(at) && word[at] >= AMOUNT(at) -> word[at] = word[at] - AMOUNT(at); step++
		:: else ->
#ifdef COMMITS_PARTIALLY                        /* mutant: a gang that lost a race on its second node keeps the first */
			if
			:: at == 4 && members == 3 -> members = 1; step = STEPS
			:: else -> again = 1; pc = GIVE
			fi
#elif defined(WAITS_FOR_ANOTHER)                /* mutant: stands at a taken word until its holder gives it back */
			again = 2
#else
			again = 1; pc = GIVE
#endif
		fi;
		if
		:: again == 1 && step < UNDONE -> step = 0; pc = PLAN; again = 0
		:: again == 1 && step >= UNDONE -> step = step - UNDONE
		:: else -> skip
		fi;
		if
		:: step == STEPS ->                     /* whole: the claim lives */
			ghostLive[me * 2] = (members & 1 -> mask[0] : 0); ghostLive[me * 2 + 1] = (members & 2 -> mask[1] : 0);
			assert(members == ghostAsked);  /* (6) */
			pc = NEXT
		:: else -> skip
		fi;
		at = 0 }
	:: d_step { pc == GIVE ->
		at = AT;
		if
		:: WANTED(at) && IS_NODE(at) -> assert(!(word[at] & mask[NODE(at)])); word[at] = word[at] | mask[NODE(at)]      /* (1) */
		:: WANTED(at) && !IS_NODE(at) -> word[at] = word[at] + AMOUNT(at); assert(word[at] <= CAPACITY(at))
		:: else -> skip
		fi;
		if
		:: step > 0 -> step--
		:: step == 0 && again -> mask[0] = 0; mask[1] = 0; again = 0; pc = PLAN
		:: step == 0 && !again -> pc = NEXT
		fi;
		at = 0 }
	:: d_step { pc == NEXT -> members = 0; ghostAsked = 0; need = 0; step = 0; mask[0] = 0; mask[1] = 0; again = 0; pc = IDLE }
	MAY_STOP
	od
}

init {
	byte at;
	atomic {
		do
		:: at == STEPS -> at = 0; break
		:: else -> word[at] = CAPACITY(at); at++
		od;
		run Claimer(0);
		run Claimer(1);
#if CLAIMERS > 2
		run Claimer(2);
#endif
	};
	d_step { finished == CLAIMERS ->
		do
		:: at == STEPS -> break
		:: else ->
			assert(word[at] >= 0);
			assert(LEFT(at) + LIVE_OF(at) <= (IS_NODE(at) -> 2 : CAPACITY(at)));
			assert(halted != NOBODY || LEFT(at) + LIVE_OF(at) == (IS_NODE(at) -> 2 : CAPACITY(at)));
			at++
		od }
}
