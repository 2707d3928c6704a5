/* The escrowed counter by itself, with budgets that change while claims run.
 *
 *  (2) what is reserved never exceeds the budget, and from the return of a lowering on nothing is added while more than the
 *      budget is reserved
 *  never refuse what fits: a claim during which nobody else takes a step is refused only if shared word and credits together
 *      are short of it, whoever stopped wherever before
 *  balance: when all have ended, shared word + credits + live claims = budget
 */
#include "fleet.inc"
#define COUNTERS 1
#define counter 0
#define BUDGET 4

short ghostBudget = BUDGET; /* the budget in force: a raise counts from its step on, a lowering from its return on */
short ghostReserved = 0;
byte ghostAlone = 0;                            /* bit i: nobody but claimer i took a step since its operation began */
byte held[3];

#define ADMIT ghostReserved = ghostReserved + need; assert(ghostReserved <= ghostBudget)        /* (2) */
#define LEAVE ghostReserved = ghostReserved - need; assert(ghostReserved >= 0)
#define STEP ghostAlone = ghostAlone & (1 << me)
#include "escrow.inc"

mtype = { IDLE, DONE, ACQUIRED, REFUSED, RELEASED, CREDIT_LOAD, CREDIT_TAKE, REFILL_TAKE, REFILL_PUT, REFILL_RETURN,
	SWEEP, SWEEP_RETURN, EXACT,
	RELEASE_LOAD, RELEASE_CREDIT, RELEASE_SHARED };

proctype Claimer(byte me) {
	byte operations, need, seen, swept, other;
	mtype pc = IDLE;
end:	do
	:: d_step { pc == IDLE && operations == OPERATIONS -> pc = DONE; finished++ }
	:: d_step { pc == IDLE && operations < OPERATIONS -> operations++; need = 1; ghostAlone = ghostAlone | (1 << me); pc = CREDIT_LOAD }
	:: d_step { pc == IDLE && operations < OPERATIONS -> operations++; need = 2; ghostAlone = ghostAlone | (1 << me); pc = CREDIT_LOAD }
	:: d_step { pc == IDLE && operations < OPERATIONS && held[me] > 0 -> operations++; need = held[me]; held[me] = 0; pc = RELEASE_LOAD }
	:: d_step { pc == ACQUIRED -> held[me] = held[me] + need; need = 0; pc = IDLE }
	:: d_step { pc == REFUSED ->
		assert(!(ghostAlone & (1 << me)) || need > shared[0] + CREDITS(0));    /* never refuse what fits */
		need = 0; pc = IDLE }
	:: d_step { pc == RELEASED -> need = 0; pc = IDLE }
#include "escrow-steps.inc"
	MAY_STOP
	od
}

/* The budget falls by 3, rises by 2 and falls by 1 again, from one thread: subtract first; only if that left the shared word
 * negative, close every credit word and bring its value back. Until the lowering returns the budget before it is in force.
 */
#define me 7
#define CHANGES 3
#define AMOUNT (change == 0 -> 3 : 1)
mtype = { SUBTRACT, CLOSE, BRING, RETURN };

proctype Governor() {
	byte change, swept, other;
#ifdef CLOSE_BEFORE_SUBTRACT                    /* mutant: a word closed first can be opened again before the budget falls */
#define FIRST CLOSE
#define AFTER_CLOSING SUBTRACT
#define AFTER_SUBTRACT RETURN
#else
#define FIRST SUBTRACT
#define AFTER_CLOSING RETURN
#ifdef LOWERS_WITHOUT_CLOSING                   /* mutant: credit handed down before the lowering is spent after it */
#define AFTER_SUBTRACT RETURN
#else
#define AFTER_SUBTRACT (shared[0] < 0 -> CLOSE : RETURN)
#endif
#endif
#ifdef EPOCH_STAYS                              /* mutant: a chunk taken before the closing opens the word after it */
#define NEXT(epoch) (epoch)
#else
#define NEXT(epoch) ((epoch) + 1)
#endif
	mtype pc = FIRST;
	do
	:: change == CHANGES -> break
	:: d_step { pc == FIRST && change == 1 -> STEP; shared[0] = shared[0] + 2; ghostBudget = ghostBudget + 2; change++ }
	:: d_step { pc == SUBTRACT && change < CHANGES && change != 1 -> STEP; shared[0] = shared[0] - AMOUNT; pc = AFTER_SUBTRACT }
	:: d_step { pc == CLOSE && change < CHANGES && change != 1 -> STEP;
		swept = VALUE(CREDIT(0, other));
		CREDIT(0, other) = WORD(NEXT(EPOCH(CREDIT(0, other))), 1, 0);
		other++;
		pc = (swept > 0 -> BRING : (other < CLAIMERS -> CLOSE : AFTER_CLOSING));
		other = (pc == AFTER_CLOSING -> 0 : other) }
	:: d_step { pc == BRING -> STEP;
		shared[0] = shared[0] + swept; swept = 0;
		pc = (other < CLAIMERS -> CLOSE : AFTER_CLOSING);
		other = (pc == AFTER_CLOSING -> 0 : other) }
	:: d_step { pc == RETURN -> STEP; ghostBudget = ghostBudget - AMOUNT; change++; pc = FIRST }
	od;
	finished++
}
#undef me

init {
	atomic {
		shared[0] = BUDGET;
		run Claimer(0);
		run Claimer(1);
#if CLAIMERS > 2
		run Claimer(2);
#endif
#ifdef GOVERNOR
		run Governor()
#else
		finished++
#endif
	};
	d_step { finished == CLAIMERS + 1 ->
		if
		:: halted == NOBODY ->
			assert(ghostReserved == held[0] + held[1] + held[2]);
			assert(shared[0] + CREDITS(0) + ghostReserved == ghostBudget)
		:: else ->                              /* what a claimer that stopped had between two words is lost, never gained */
			assert(shared[0] + CREDITS(0) + ghostReserved <= ghostBudget)
		fi }
}
